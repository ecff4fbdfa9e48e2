import {
  attributeChain,
  type Call,
  defineSourceRule,
  type Expression,
  type SourceContext,
  type SourceKind,
  walk,
} from '#kit';

/** What runs code that its input names: from bytes or a stream, or (`path`) from the file of that name. */
const LOADERS: ReadonlyMap<string, 'content' | 'path'> = new Map([
  ...['pickle', '_pickle', 'cPickle', 'dill', 'cloudpickle', 'marshal'].flatMap((module) => [
    [`${module}.load`, 'content'] as const,
    [`${module}.loads`, 'content'] as const,
    [`${module}.Unpickler`, 'content'] as const,
  ]),
  ['jsonpickle.decode', 'content'],
  ['joblib.load', 'path'],
  ['pandas.read_pickle', 'path'],
  ['numpy.load', 'path'],
  ['shelve.open', 'path'],
]);

const YAML_LOADS: ReadonlySet<string> = new Set(['yaml.load', 'yaml.load_all']);
const UNSAFE_YAML_LOADS: ReadonlySet<string> = new Set(['yaml.unsafe_load', 'yaml.unsafe_load_all']);
const UNSAFE_YAML_LOADERS = /^yaml\.(?:(?:loader|cyaml)\.)?C?(?:Unsafe)?Loader$/;

/** Who may have written the data, where that need not be the program. */
const OUTSIDE: ReadonlyMap<SourceKind, string> = new Map([
  ['request', 'a client of a route sends'],
  ['network', 'comes over a connection'],
  ['database', 'comes out of a store that others can write'],
]);

export default defineSourceRule({
  docs: {
    summary: 'data from outside loaded in a format that runs code',
    why: 'Pickle and its relatives call whatever the data names, so whoever can write to the connection, the store or the file runs code of their own with the rights of the process.',
    remedy:
      'Use a format that holds data only (JSON, MessagePack, Arrow, safetensors), or verify a signature before loading.',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [502],
    origin: [{ document: 'HNDSR Production-Readiness Audit', finding: '6.3' }],
    bad: 'import pickle\n\nimport requests\n\n\ndef fetch(url):\n    return pickle.loads(requests.get(url).content)\n',
    good: 'import json\n\nimport requests\n\n\ndef fetch(url):\n    return json.loads(requests.get(url).content)\n',
    measured: { read: 12, right: 3, on: 'apache_superset, celery, mlflow, skypilot, zenml' },
  },
  visit: {
    Call(call, ctx) {
      const name = nameOf(call, ctx);
      if (name === undefined || isForeign(ctx) || ctx.context.isTestCode(call)) return;
      if (YAML_LOADS.has(name) || UNSAFE_YAML_LOADS.has(name)) checkYaml(call, name, ctx);
      else checkLoader(call, name, ctx);
    },
  },
});

/** Tests load and run what they made; vendored code is changed where it comes from. */
function isForeign({ context }: SourceContext): boolean {
  return context.role === 'test' || context.role === 'vendored';
}

function nameOf({ func }: Call, ctx: SourceContext): string | undefined {
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return undefined;
  const name = ctx.names.qualifiedName(func);
  if (name === undefined) return undefined;
  return LOADERS.has(name) || YAML_LOADS.has(name) || UNSAFE_YAML_LOADS.has(name) ? name : undefined;
}

function checkYaml(call: Call, name: string, ctx: SourceContext): void {
  const [text] = call.args;
  if (text !== undefined && ctx.values.possible(text) !== undefined) return;
  if (UNSAFE_YAML_LOADS.has(name)) {
    ctx.report({ at: call.func, message: `\`${name}\` makes any object that the text names`, remedy: REMEDY_OF_YAML });
    return;
  }
  const loader = ctx.values.argument(call, 'Loader', 1);
  if (loader.kind === 'unknown') return;
  const named = loader.kind === 'given' ? ctx.names.qualifiedName(loader.value) : undefined;
  if (loader.kind === 'given' && (named === undefined || !UNSAFE_YAML_LOADERS.test(named))) return;
  const how =
    named === undefined
      ? 'without a loader makes any object that the text names before PyYAML 6, and raises since'
      : `with \`${named}\` makes any object that the text names`;
  ctx.report({ at: call.func, message: `\`${name}\` ${how}`, remedy: REMEDY_OF_YAML });
}

const REMEDY_OF_YAML = 'Call `yaml.safe_load`, or pass `Loader=yaml.SafeLoader`';

function checkLoader(call: Call, name: string, ctx: SourceContext): void {
  const [input] = call.args;
  if (input === undefined || (name === 'numpy.load' && !allowsPickle(call, ctx)) || isVerified(call, ctx)) return;
  const sources = ctx.flow.sources(input);
  const outside = sources.find(({ kind }) => OUTSIDE.has(kind));
  const related = (leaf: Expression) => (leaf === input ? [] : [{ at: leaf, message: 'the data comes from here' }]);
  if (outside !== undefined) {
    const origin = OUTSIDE.get(outside.kind) ?? '';
    const what = LOADERS.get(name) === 'path' ? `a file whose name ${origin}` : `data that ${origin}`;
    ctx.report({
      at: call.func,
      message: `\`${name}\` runs the code named in ${what}`,
      related: related(outside.leaf),
    });
    return;
  }
  const file =
    LOADERS.get(name) === 'path'
      ? sources.find(({ kind }) => kind !== 'constant')
      : sources.find(({ kind }) => kind === 'file');
  const shared = sharedFolder(file?.leaf ?? input, ctx);
  if (shared !== undefined) {
    const message = `\`${name}\` runs the code named in a file below \`${shared}\`, where every local user can put one`;
    ctx.report({ at: call.func, message });
  } else if (file !== undefined) {
    const message = `\`${name}\` runs the code named in the file it reads`;
    ctx.report({ at: call.func, message, severity: 'P2', profile: 'strict', related: related(file.leaf) });
  }
}

function allowsPickle(call: Call, ctx: SourceContext): boolean {
  const allowed = ctx.values.givenArgument(call, 'allow_pickle', 2);
  const values = allowed === undefined ? undefined : ctx.values.possible(allowed);
  return values?.some((value) => value.kind === 'bool' && value.value) === true;
}

/** `/tmp/model.pkl` as it stands in the code, or opened by that name. */
function sharedFolder(place: Expression, ctx: SourceContext): string | undefined {
  const named = place.kind === 'Call' ? place.args[0] : place;
  const paths = named === undefined ? undefined : ctx.values.possible(named);
  const path = paths?.find((each) => each.kind === 'str' && /^\/(?:var\/)?tmp\//.test(each.value));
  return path?.kind === 'str' ? path.value.slice(0, path.value.indexOf('tmp/') + 3) : undefined;
}

/** A digest or signature is compared, in the same function and before. */
function isVerified(call: Call, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  if (fn === undefined) return false;
  let verified = false;
  walk(fn, (node) => {
    if (verified || node.start > call.start) return 'skip';
    if (node.kind === 'Call')
      verified = ctx.names.qualifiedName(node.func) === 'hmac.compare_digest' || isVerifier(node.func);
    return undefined;
  });
  return verified;
}

function isVerifier(func: Expression): boolean {
  const name = func.kind === 'Name' ? func.id : attributeChain(func).names.at(-1);
  return name !== undefined && /(^|_)(verify|verified|unsign|check_(hmac|signature|digest))/.test(name);
}
