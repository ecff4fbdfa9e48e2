import {
  ancestors,
  boundTarget,
  type Call,
  type ClassDef,
  type Expression,
  holds,
  type Node,
  nameOfPlace,
  numberConstant,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { LAYER_VARIABLES, MODEL_DIMENSIONS } from '#knowledge/model-dimensions';
import { modelAtHand } from './model-at-hand.ts';

/** What hands out models that were trained elsewhere. */
const LOADERS: ReadonlySet<string> = new Set('transformers vllm sglang peft llama_cpp ctransformers mlx_lm'.split(' '));
/** Definitions of models, their configurations, kernels for one shape, and code that makes one on purpose. */
const DEFINITION =
  /(?:Config|Configuration|Args|Arguments|Model|Module|Layer|Layers|Block|Attention|MLP|Encoder|Decoder|Embedding|Embeddings|Net|Transformer|Backbone|Head|Pipeline|Cell|RNN|LSTM|Pass|Pattern|Fusion|Kernel)$|For[A-Z]\w/;
const MAKING =
  /default|preset|tiny|toy|dummy|mock|fake|test|synthetic|random|example|demo|convert|bench|profile|from_scratch|migrat/i;
/** Converters and tables of presets are written for one model each. */
const OF_ONE_MODEL = /convert|preset|checkpoint_to/i;

export default defineSourceRule({
  docs: {
    summary: 'hard-coded model dimension',
    why: 'If a model of a different size is loaded, the shapes do not match or some layers are silently skipped.',
    remedy: "Read the dimension from the model's configuration (`model.config.hidden_size`, `num_hidden_layers`)",
    harm: 'breaks',
    severity: 'P1',
    precision: 'medium',
    measured: {
      read: 3,
      right: 3,
      on: 'TenSafe; none in transformers, diffusers, peft, trl, lightning, vllm, sglang, ray',
    },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-6' }],
    bad: 'import torch\nfrom transformers import AutoModel\n\nclass Adapter:\n    def __init__(self, name):\n        self.model = AutoModel.from_pretrained(name)\n\n    def weights(self):\n        hidden_size = 4096\n        return torch.zeros(16, hidden_size)\n',
    good: 'import torch\nfrom transformers import AutoModel\n\nclass Adapter:\n    def __init__(self, name):\n        self.model = AutoModel.from_pretrained(name)\n\n    def weights(self):\n        hidden_size = self.model.config.hidden_size\n        return torch.zeros(16, hidden_size)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...MODEL_DIMENSIONS.keys(), ...LAYER_VARIABLES],
  visit: {
    Assign(node, ctx) {
      const target = boundTarget(node.value);
      const name = target?.kind === 'Name' ? target.id : undefined;
      if (name === undefined || !isDimension(name, node.value)) return;
      if ((ctx.names.lookup(name, node)?.definitions.length ?? 0) > 1) return;
      check(node, `\`${name}\` is ${ctx.text.slice(node.value)}`, ctx);
    },
    keyword(node, ctx) {
      if (node.arg === undefined || !isDimension(node.arg, node.value) || node.parent?.kind !== 'Call') return;
      const callee = nameOfPlace(node.parent.func) ?? '';
      if (isModelMaker(node.parent, callee, ctx)) return;
      check(node, `\`${callee}\` gets \`${node.arg}=${ctx.text.slice(node.value)}\``, ctx);
    },
    Call(call, ctx) {
      if (call.func.kind !== 'Name' || call.func.id !== 'range' || call.args.length !== 1) return;
      const count = numberConstant(call.args[0]) ?? 0;
      if (count >= 6 && goesOverLayers(call)) check(call, `the loop covers ${count} layers`, ctx);
    },
  },
});

function isDimension(name: string, value: Expression): boolean {
  const least = MODEL_DIMENSIONS.get(name);
  return least !== undefined && (numberConstant(value) ?? 0) >= least;
}

function check(node: Node, fact: string, ctx: SourceContext): void {
  const fn = ctx.context.defAround(node);
  if (fn === undefined || MAKING.test(fn.name) || OF_ONE_MODEL.test(ctx.path) || !loadsModels(ctx)) return;
  if (isPreset(node, fn)) return;
  const owner = ctx.context.classAround(node);
  const held = isModelDefinition(owner, ctx) ? undefined : modelAtHand(fn, owner, ctx);
  if (held === undefined) return;
  ctx.report({
    at: node,
    message: `hard-coded model dimension: ${fact}, whatever the configuration in \`${ctx.text.slice(held)}\` says`,
    related: [{ at: held, message: 'the model or its configuration is available here' }],
  });
}

/** A branch on a name of a model, a table, a keyword of one: meant for that model only. */
function isPreset(node: Node, fn: Node): boolean {
  const isText = (part: Node): boolean => part.kind === 'Constant' && part.value.kind === 'str';
  for (const around of ancestors(node)) {
    if (around === fn) return false;
    if (around.kind === 'Dict' || around.kind === 'ExceptHandler' || around.kind === 'Match') return true;
    if ((around.kind === 'If' || around.kind === 'IfExp') && holds(around.test, isText)) return true;
  }
  return false;
}

const loadsModels = ({ names }: SourceContext): boolean =>
  names.imports.some(({ module }) => LOADERS.has(module.split('.', 1)[0] ?? ''));

const isModelDefinition = (owner: ClassDef | undefined, { types }: SourceContext): boolean =>
  owner !== undefined &&
  (DEFINITION.test(owner.name) ||
    MAKING.test(owner.name) ||
    types.basesOf(owner).some((base) => /\bnn\b|Module$|PreTrained|Config/.test(base ?? '')));

/** `LlamaConfig(hidden_size=…)` of the library describes a model to be made. */
function isModelMaker(call: Call, callee: string, ctx: SourceContext): boolean {
  const root = (ctx.names.qualifiedName(call.func) ?? '').split('.', 1)[0] ?? '';
  return LOADERS.has(root) || root === 'torch' || /(?:Model|Module)$|For[A-Z]\w/.test(callee) || callee === 'update';
}

function goesOverLayers(range: Call): boolean {
  const loop = range.parent;
  const target = loop?.kind === 'For' || loop?.kind === 'comprehension' ? loop.target : undefined;
  return target?.kind === 'Name' && LAYER_VARIABLES.includes(target.id);
}
