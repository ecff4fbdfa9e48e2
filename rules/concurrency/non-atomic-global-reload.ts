import {
  type AsyncFunctionDef,
  type Call,
  type Condition,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  type Global,
  NOT_PRODUCTION,
  type Node,
  type Question,
  type SourceContext,
  type StateUse,
  walk,
} from '#kit';

type Def = FunctionDef | AsyncFunctionDef;

/** What replaces values that are in use. */
const RELOADING =
  /(^|_)(re_?load(ed)?|refresh|reconfigure|update|apply|override|set|reset|sync|switch|rotate|swap|replace)(_|$)/;
const EMPTY: ReadonlySet<string> = new Set(['dict', 'list', 'set', 'tuple', 'Lock', 'RLock']);
/** What runs before anybody reads. */
const STARTING =
  /^_*(init|initiali[sz]e|setup|set_up|start|main|connect|create|open|enable|install|parse|prepare|run|boot|bootstrap|lifespan|startup|on_startup|load|register|import)(_|$)|^__|fork|shutdown|teardown|cleanup/;

export default defineSourceRule({
  docs: {
    summary: 'module-level settings replaced one by one',
    why: 'Whoever reads two of them while they are replaced gets one old and one new value, a configuration that nobody ever wrote.',
    remedy:
      'Build one immutable object with all values, and bind it to one global at the end; readers take it once and read from it.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [362],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-001' }],
    bad: 'import sys\n\nfrom flask import Flask\n\napp = Flask(__name__)\n_module = sys.modules[__name__]\n\n@app.post("/reload")\ndef reload():\n    for name, value in read_settings().items():\n        setattr(_module, name, value)\n    return "ok"\n',
    good: 'from flask import Flask\n\napp = Flask(__name__)\nsettings = read_settings()\n\n@app.post("/reload")\ndef reload():\n    global settings\n    settings = read_settings()\n    return "ok"\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Call(call, ctx) {
      const update = call.func.kind === 'Name' ? updateOfModule(call, ctx) : undefined;
      const fn = update === undefined ? undefined : ctx.context.defAround(call);
      if (update === undefined || fn === undefined || !isReload(fn, ctx) || isLocked(update, ctx)) return;
      ctx.report({
        at: update,
        message: `\`${fn.name}\` replaces globals of the module one by one without a lock`,
        when: whenRead(fn, undefined, ctx),
      });
    },
    Global(statement, ctx) {
      const fn = statement.names.length < 2 ? undefined : ctx.context.defAround(statement);
      if (fn === undefined || !RELOADING.test(fn.name) || STARTING.test(fn.name) || ctx.context.isTestCode(fn)) return;
      const replaced = replacedGlobals(statement, fn, ctx);
      const [first, second] = replaced;
      const reader = second === undefined ? undefined : commonReader(replaced, fn, ctx);
      if (first === undefined || second === undefined || reader === undefined) return;
      ctx.report({
        at: second.node,
        message: `\`${fn.name}\` replaces ${namesOf(replaced, ctx)} one after the other without a lock, and \`${reader.fn.name}\` reads them together`,
        related: [
          { at: first.node, message: 'the first is replaced here' },
          { at: reader.at, message: 'they are read here' },
        ],
        when: whenRead(fn, reader.fn, ctx),
      });
    },
  },
});

/** Only where threads replace, or read while a request or task replaces: on one event loop nothing comes between. */
function whenRead(writer: Def, reader: Def | undefined, { names }: SourceContext): Condition {
  const nameOf = (fn: Def): string => `${names.moduleName}.${names.qualnameOf(fn)}`;
  const written: Question = { kind: 'runs-in-threads', function: nameOf(writer) };
  const replaced: Question = {
    kind: 'reached-from',
    function: nameOf(writer),
    entries: ['route', 'thread', 'task', 'worker-loop'],
  };
  const read: Question[] = reader === undefined ? [] : [{ kind: 'runs-in-threads', function: nameOf(reader) }];
  return {
    question: { kind: 'any', of: [written, ...read.map((each): Question => ({ kind: 'all', of: [each, replaced] }))] },
    yes: 'keep',
    no: { severity: 'P2', profile: 'strict' },
    unknown: { severity: 'P2', profile: 'strict' },
  };
}

/** `setattr(sys.modules[__name__], name, …)` and `globals()[name] = …` in a loop, `globals().update(…)`. */
function updateOfModule(call: Call, ctx: SourceContext): Node | undefined {
  const { parent } = call;
  switch (ctx.names.qualifiedName(call.func)) {
    case 'builtins.setattr': {
      const [object, name] = call.args;
      if (object === undefined || name === undefined || ctx.values.string(name) !== undefined) return undefined;
      return isThisModule(object, ctx) && isRepeated(call, ctx) ? call : undefined;
    }
    case 'builtins.globals':
      if (parent?.kind === 'Attribute')
        return parent.attr === 'update' && parent.parent?.kind === 'Call' ? parent.parent : undefined;
      return parent?.kind === 'Subscript' &&
        parent.ctx === 'Store' &&
        isRepeated(call, ctx) &&
        ctx.values.string(parent.slice) === undefined
        ? parent
        : undefined;
    default:
      return undefined;
  }
}

const isRepeated = (node: Node, ctx: SourceContext): boolean => ctx.context.loopAround(node) !== undefined;

function isThisModule(object: Expression, ctx: SourceContext): boolean {
  if (object.kind === 'Name') {
    const [definition, ...more] = ctx.names.resolve(object)?.definitions ?? [];
    return (
      more.length === 0 &&
      definition?.value !== undefined &&
      definition.value.kind !== 'Name' &&
      isThisModule(definition.value, ctx)
    );
  }
  if (object.kind === 'Subscript')
    return ctx.names.qualifiedName(object.value) === 'sys.modules' && isOwnName(object.slice);
  const [argument] = object.kind === 'Call' ? object.args : [];
  return (
    object.kind === 'Call' &&
    ctx.names.qualifiedName(object.func) === 'importlib.import_module' &&
    argument !== undefined &&
    isOwnName(argument)
  );
}

const isOwnName = (expression: Expression): boolean => expression.kind === 'Name' && expression.id === '__name__';

/** Called again later, as its name says, and not only to fill the module when it is imported. */
function isReload(fn: Def, ctx: SourceContext): boolean {
  if (ctx.context.isTestCode(fn)) return false;
  if (RELOADING.test(fn.name)) return true;
  const mentions = ctx.names.lookup(fn.name, fn)?.references ?? [];
  if (STARTING.test(fn.name) || mentions.some((mention) => ctx.context.runsAtImport(mention))) return false;
  let rebinds = false;
  for (const statement of fn.body) rebinds ||= statement.kind === 'Global';
  return rebinds;
}

function isLocked(node: Node, ctx: SourceContext): boolean {
  return ctx.context.locksHeldAt(node).some(({ kind }) => kind !== 'asyncio');
}

/** Globals that the function binds to values it has worked out, under no lock; setting to a constant is a reset. */
function replacedGlobals(statement: Global, fn: Def, ctx: SourceContext): readonly StateUse[] {
  const lives = ctx.state.ofModule();
  const uses = statement.names.flatMap((name): StateUse[] => {
    const life = lives.get(name);
    const [own, ...more] = life?.of('rebind').filter(({ within }) => within === fn) ?? [];
    const guarding = own?.node.kind === 'Name' ? ctx.state.guardingOf(own.node) : undefined;
    const isUnlocked = guarding?.unlocked.some(({ use }) => use.node === own?.node) === true;
    if (own?.value === undefined || more.length > 0 || !isUnlocked) return [];
    return isReset(own.value) || isTested(name, fn, ctx) ? [] : [own];
  });
  return uses.sort((a, b) => a.node.start - b.node.start);
}

/** A constant, or an empty container. */
function isReset(value: Expression): boolean {
  if (value.kind === 'Dict') return value.keys.length === 0;
  if (value.kind === 'List' || value.kind === 'Tuple' || value.kind === 'Set') return value.elts.length === 0;
  return (
    value.kind === 'Constant' ||
    (value.kind === 'Call' &&
      value.args.length === 0 &&
      value.keywords.length === 0 &&
      EMPTY.has(value.func.kind === 'Name' ? value.func.id : ''))
  );
}

/** `if _config is None:` makes it on first use: nobody has read it yet. */
function isTested(name: string, fn: Def, ctx: SourceContext): boolean {
  let isTest = false;
  walk(fn, (node) => {
    if (node.kind !== 'If') return undefined;
    walk(node.test, (part) => {
      isTest ||= part.kind === 'Name' && part.id === name && ctx.names.resolve(part)?.scope === ctx.names.moduleScope;
    });
    return undefined;
  });
  return isTest;
}

/** Another function that reads two of them. */
function commonReader(
  replaced: readonly StateUse[],
  writer: Node,
  ctx: SourceContext,
): { readonly fn: Def; readonly at: Node } | undefined {
  const readers = new Map<Node, number>();
  for (const { node } of replaced) {
    const name = node.kind === 'Name' ? ctx.names.resolve(node)?.references : undefined;
    const within = new Set((name ?? []).flatMap((reference) => ctx.context.defAround(reference) ?? []));
    for (const fn of within) {
      readers.set(fn, (readers.get(fn) ?? 0) + 1);
      if (fn !== writer && readers.get(fn) === 2 && name !== undefined) {
        const at = name.find((reference) => ctx.context.defAround(reference) === fn);
        if (at !== undefined) return { fn, at };
      }
    }
  }
  return undefined;
}

function namesOf(uses: readonly StateUse[], ctx: SourceContext): string {
  return uses.map(({ node }) => `\`${ctx.text.slice(node)}\``).join(', ');
}
