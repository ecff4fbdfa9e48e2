import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  type ClassDef,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  holds,
  type Name,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  numberConstant,
  type SourceContext,
  soleValue,
  walk,
} from '#kit';

/** Dimensions of transformers, with the least that a real one has: below that it is a toy. */
const DIMENSIONS: ReadonlyMap<string, number> = new Map([
  ...['hidden_size', 'd_model', 'n_embd', 'model_dim'].map((name) => [name, 256] as const),
  ...['num_layers', 'n_layers', 'n_layer', 'num_hidden_layers'].map((name) => [name, 6] as const),
  ...['num_heads', 'n_heads', 'n_head', 'num_attention_heads'].map((name) => [name, 4] as const),
  ...['num_kv_heads', 'num_key_value_heads', 'n_kv_heads'].map((name) => [name, 2] as const),
  ...['head_dim', 'head_size'].map((name) => [name, 32] as const),
  ['vocab_size', 1000],
  ['intermediate_size', 256],
]);
const LAYER_VARIABLES = ['layer_idx', 'layer_index', 'layer_id', 'layer_num', 'layer_no', 'layer', 'block_idx'];
/** What hands out models that were trained elsewhere. */
const LOADERS: ReadonlySet<string> = new Set([
  'transformers',
  'vllm',
  'sglang',
  'peft',
  'llama_cpp',
  'ctransformers',
  'mlx_lm',
]);
const HELD =
  /^_*(?:(?:base|peft|hf|loaded|target|teacher|student|language|llm)_)?(?:model|llm|config|model_config|engine|async_engine|transformer)$/;
const LOADING = /^from_pretrained$|^load|^(?:Async)?LLM(?:Engine)?$|^get_peft_model$|^pipeline$|^from_engine_args$/;
/** Definitions of models, their configurations, kernels for one shape, and code that makes one on purpose. */
const DEFINITION =
  /(?:Config|Configuration|Args|Arguments|Model|Module|Layer|Layers|Block|Attention|MLP|Encoder|Decoder|Embedding|Embeddings|Net|Transformer|Backbone|Head|Pipeline|Cell|RNN|LSTM|Pass|Pattern|Fusion|Kernel)$|For[A-Z]\w+$/;
const MAKING =
  /default|preset|tiny|toy|dummy|mock|fake|test|synthetic|random|example|demo|convert|bench|profile|from_scratch|migrat/i;
/** Converters and tables of presets are written for one model each. */
const OF_ONE_MODEL = /convert|preset|checkpoint_to/i;

export default defineSourceRule({
  docs: {
    summary: 'dimension of a model written as a number beside the loaded model',
    why: 'With any other model the shapes do not fit, or fit by chance and part of the layers is left out without a word.',
    remedy: "Read the dimension from the model's configuration (`model.config.hidden_size`, `num_hidden_layers`).",
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
  mentions: [...DIMENSIONS.keys(), ...LAYER_VARIABLES],
  visit: {
    Assign(node, ctx) {
      const [target] = node.targets;
      const name = node.targets.length === 1 && target?.kind === 'Name' ? target.id : undefined;
      if (name === undefined || !isDimension(name, node.value)) return;
      if ((ctx.names.lookup(name, node)?.definitions.length ?? 0) > 1) return;
      check(node, `\`${name}\` is ${ctx.text.slice(node.value)}`, ctx);
    },
    keyword(node, ctx) {
      if (node.arg === undefined || !isDimension(node.arg, node.value) || node.parent?.kind !== 'Call') return;
      const callee = nameOfPlace(node.parent.func) ?? '';
      if (isModelMaker(node.parent, callee, ctx)) return;
      check(node, `\`${callee}\` is given \`${node.arg}=${ctx.text.slice(node.value)}\``, ctx);
    },
    Call(call, ctx) {
      const [count] = call.args;
      if (call.func.kind !== 'Name' || call.func.id !== 'range' || call.args.length !== 1) return;
      if ((numberConstant(count) ?? 0) < 6 || !goesOverLayers(call)) return;
      check(call, `the loop goes over ${ctx.text.slice(count ?? call)} layers`, ctx);
    },
  },
});

function isDimension(name: string, value: Expression): boolean {
  const least = DIMENSIONS.get(name);
  const number = least === undefined ? undefined : numberConstant(value);
  return least !== undefined && number !== undefined && number >= least;
}

function check(node: Node, fact: string, ctx: SourceContext): void {
  const fn = ctx.context.defAround(node);
  if (fn === undefined || MAKING.test(fn.name) || OF_ONE_MODEL.test(ctx.path) || !loadsModels(ctx)) return;
  if (isPreset(node, fn) || ctx.context.isTestCode(node)) return;
  const owner = ctx.context.classAround(node);
  if (owner !== undefined && isModelDefinition(owner, ctx)) return;
  const held = heldModel(fn, owner, ctx);
  if (held === undefined) return;
  ctx.report({
    at: node,
    message: `${fact}, whatever \`${ctx.text.slice(held)}\` says`,
    related: [{ at: held, message: 'the model or its configuration is at hand' }],
  });
}

/** A branch on a name of a model, a table, a keyword of one: meant for that model only. */
function isPreset(node: Node, fn: Node): boolean {
  for (const around of ancestors(node)) {
    if (around === fn) return false;
    if (around.kind === 'Dict' || around.kind === 'ExceptHandler' || around.kind === 'Match') return true;
    if ((around.kind === 'If' || around.kind === 'IfExp') && testsText(around.test)) return true;
  }
  return false;
}

function testsText(test: Expression): boolean {
  return holds(test, (node) => node.kind === 'Constant' && node.value.kind === 'str');
}

function loadsModels({ names }: SourceContext): boolean {
  return names.imports.some(({ module }) => LOADERS.has(module.split('.', 1)[0] ?? ''));
}

function isModelDefinition(owner: ClassDef, ctx: SourceContext): boolean {
  if (DEFINITION.test(owner.name) || MAKING.test(owner.name)) return true;
  return ctx.types.basesOf(owner).some((base) => /\bnn\b|Module$|PreTrained|Config/.test(base ?? ''));
}

/** `LlamaConfig(hidden_size=…)` of the library describes a model to be made. */
function isModelMaker(call: Call, callee: string, ctx: SourceContext): boolean {
  const root = (ctx.names.qualifiedName(call.func) ?? '').split('.', 1)[0] ?? '';
  return LOADERS.has(root) || root === 'torch' || /(?:Model|Module)$|For[A-Z]\w+$/.test(callee) || callee === 'update';
}

/** A parameter or local of the function, or an attribute of its object, that is a model or its configuration. */
function heldModel(
  fn: FunctionDef | AsyncFunctionDef,
  owner: ClassDef | undefined,
  ctx: SourceContext,
): Expression | undefined {
  let held: Expression | undefined;
  walk(fn, (node) => {
    if (held !== undefined) return 'skip';
    const isHeld =
      (node.kind === 'Name' && HELD.test(node.id) && isGiven(node, ctx)) ||
      (node.kind === 'Attribute' && HELD.test(node.attr) && node.value.kind === 'Name' && node.value.id === 'self');
    if (isHeld && node.ctx === 'Load') held = node;
    return undefined;
  });
  if (held !== undefined || owner === undefined) return held;
  const names = ['model', '_model', 'llm', '_llm', 'model_config', 'engine', '_engine', 'base_model'];
  return names.map((name) => ctx.state.mentionsOf(owner, name)[0]).find((mention) => mention !== undefined);
}

/** A parameter, or loaded here; a configuration that is made here takes the number, and cannot be asked for it. */
function isGiven(name: Name, ctx: SourceContext): boolean {
  if (ctx.names.parameterOf(name) !== undefined) return true;
  const value = soleValue(name, ctx);
  if (value?.kind === 'Attribute') return true;
  return value?.kind === 'Call' && LOADING.test(nameOfPlace(value.func) ?? '');
}

function goesOverLayers(range: Call): boolean {
  const loop = range.parent;
  const target = loop?.kind === 'For' || loop?.kind === 'comprehension' ? loop.target : undefined;
  return target?.kind === 'Name' && LAYER_VARIABLES.includes(target.id);
}
