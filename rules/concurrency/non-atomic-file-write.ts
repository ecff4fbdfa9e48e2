import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  holds,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  pathKey,
  type SourceContext,
  walk,
} from '#kit';

type Def = FunctionDef | AsyncFunctionDef;

/** `open` methods of paths take the mode one place earlier. */
const OPENERS: ReadonlySet<string> = new Set(['builtins.open', 'io.open', 'codecs.open', 'gzip.open', 'aiofiles.open']);
/** Positions of the path in functions that write or read a whole file. */
const SAVERS: ReadonlyMap<string, number> = new Map([
  ['torch.save', 1],
  ['joblib.dump', 1],
  ['numpy.save', 0],
]);
/** No other call is looked at. */
const WRITING_NAMES = /^(open|write_text|write_bytes|save|savez|savez_compressed|dump)$/;
const LOADERS: ReadonlySet<string> = new Set(['torch.load', 'joblib.load', 'numpy.load']);
const RENAMERS: ReadonlySet<string> = new Set(['os.replace', 'os.rename', 'shutil.move', 'os.link']);
const EXISTENCE: ReadonlySet<string> = new Set(['exists', 'is_file', 'isfile', 'lexists']);
/** Made anew from what else is there, or not kept at all. */
const DISPOSABLE =
  /(^|[^a-z])(te?mp|logs?|reports?|outputs?|out|export|html|pid|lock|debug|trace|dump|stdout|stderr)([^a-z]|$)|\/(proc|sys|dev)\//i;

export default defineSourceRule({
  docs: {
    summary: 'file that the program reads back is overwritten in place',
    why: 'Opening a file for writing empties it first, so a crash, a full disk or a reader at that moment meets an empty or half-written file, and the state that it held is gone.',
    remedy: 'Write to a temporary file in the same folder and `os.replace` it over the old one.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [662],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-009' }],
    bad: 'import json\nfrom pathlib import Path\n\nSTATE = Path("state.json")\n\ndef load():\n    return json.loads(STATE.read_text())\n\ndef remember(key, value):\n    state = load()\n    state[key] = value\n    STATE.write_text(json.dumps(state))\n',
    good: 'import json\nimport os\nfrom pathlib import Path\n\nSTATE = Path("state.json")\n\ndef load():\n    return json.loads(STATE.read_text())\n\ndef remember(key, value):\n    state = load()\n    state[key] = value\n    fresh = STATE.with_suffix(".tmp")\n    fresh.write_text(json.dumps(state))\n    os.replace(fresh, STATE)\n',
    measured: {
      read: 14,
      right: 12,
      on: 'TenSafe, ansible-core, crewai, huey, litellm, agno, camel_ai, aider_chat, autogenstudio',
    },
  },
  skips: [...NOT_PRODUCTION, 'script'],
  visit: {
    Call(call, ctx) {
      if (!WRITING_NAMES.test(nameOfPlace(call.func) ?? '')) return;
      const path = writtenPath(call, ctx);
      const fn = path === undefined ? undefined : ctx.context.defAround(call);
      if (path === undefined || fn === undefined) return;
      const key = pathKey(path, ctx);
      if (key === undefined || DISPOSABLE.test(key) || ctx.context.isTestCode(call)) return;
      if (isFirstCreation(call, fn) || isReplacedLater(fn, ctx)) return;
      const owner = (key.startsWith('self.') ? ctx.context.classAround(call) : undefined) ?? ctx.module;
      const read = findRead(owner, key, ctx);
      if (read === undefined) return;
      const again = whyRepeated(call, fn, read, ctx);
      // One file for each key is mostly written once.
      if (again === undefined && key.includes('*')) return;
      ctx.report({
        at: call,
        message: `\`${ctx.text.slice(path)}\` is overwritten in place, though ${readerName(read, ctx)} reads it back`,
        related: [
          { at: read, message: 'it is read here' },
          ...(again === undefined || again === call ? [] : [{ at: again, message: 'it is written again from here' }]),
        ],
        ...(again === undefined && { profile: 'strict' as const }),
      });
    },
  },
});

function readerName(read: Call, ctx: SourceContext): string {
  const reader = ctx.context.defAround(read);
  return reader === undefined ? 'this module' : `\`${reader.name}\``;
}

function writtenPath(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  if (func.kind === 'Attribute' && (func.attr === 'write_text' || func.attr === 'write_bytes')) {
    return isEncoding(call.args[1], ctx) ? func.value : undefined;
  }
  const opened = openedPath(call, ctx);
  if (opened !== undefined) return opened.mode.startsWith('w') ? opened.path : undefined;
  const name = ctx.names.qualifiedName(func);
  const position = name === undefined ? undefined : SAVERS.get(name);
  return position === undefined ? undefined : call.args[position];
}

function readPath(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  if (func.kind === 'Attribute' && (func.attr === 'read_text' || func.attr === 'read_bytes')) {
    return isEncoding(call.args[0], ctx) ? func.value : undefined;
  }
  const opened = openedPath(call, ctx);
  if (opened !== undefined) return opened.mode.startsWith('r') ? opened.path : undefined;
  return LOADERS.has(ctx.names.qualifiedName(func) ?? '') ? call.args[0] : undefined;
}

/** Whether an argument is the encoding that `pathlib` takes there; another object's `write_text(path, text)` has something else. */
function isEncoding(given: Expression | undefined, ctx: SourceContext): boolean {
  return given === undefined || ctx.values.string(given) !== undefined;
}

/** `open(path, mode)` and `path.open(mode)`; a mode that is not known is none of ours. */
function openedPath(call: Call, ctx: SourceContext): { readonly path: Expression; readonly mode: string } | undefined {
  const { func } = call;
  const isFunction = OPENERS.has(ctx.names.qualifiedName(func) ?? '');
  if (!isFunction && (func.kind !== 'Attribute' || func.attr !== 'open')) return undefined;
  if (!isFunction && ctx.names.qualifiedName(func) !== undefined) return undefined;
  const path = isFunction ? call.args[0] : func.kind === 'Attribute' ? func.value : undefined;
  const given = ctx.values.argument(call, 'mode', isFunction ? 1 : 0);
  const mode = given.kind === 'given' ? ctx.values.string(given.value) : given.kind === 'absent' ? 'r' : undefined;
  return path === undefined || mode === undefined || !/^[rwax][bt+]*$/.test(mode) ? undefined : { path, mode };
}

function findRead(owner: Node, key: string, ctx: SourceContext): Call | undefined {
  let found: Call | undefined;
  walk(owner, (node) => {
    if (found !== undefined || node.kind !== 'Call') return;
    const path = readPath(node, ctx);
    if (path !== undefined && pathKey(path, ctx) === key && ctx.context.defAround(node) !== undefined) found = node;
  });
  return found;
}

/** `if not path.exists(): write`, or a return before it when the file is there. */
function isFirstCreation(call: Call, fn: Def): boolean {
  for (const at of ancestors(call)) {
    if (at === fn) break;
    if (at.kind === 'ExceptHandler') return true;
    if (at.kind === 'If' && asksExistence(at.test)) return true;
  }
  return fn.body.some(
    (statement) =>
      statement.kind === 'If' &&
      statement.end < call.start &&
      asksExistence(statement.test) &&
      contains(statement, ({ kind }) => kind === 'Return'),
  );
}

function asksExistence(test: Expression): boolean {
  return contains(test, (node) => node.kind === 'Attribute' && EXISTENCE.has(node.attr));
}

/** A rename in the function: what is written here is not what is read. */
function isReplacedLater(fn: Def, ctx: SourceContext): boolean {
  return contains(fn, (node) => {
    if (node.kind !== 'Call') return false;
    if (RENAMERS.has(ctx.names.qualifiedName(node.func) ?? '')) return true;
    const name = node.func.kind === 'Attribute' && node.args.length === 1 ? node.func.attr : undefined;
    return name === 'rename' || name === 'replace';
  });
}

function contains(root: Node, isWanted: (node: Node) => boolean): boolean {
  return holds(root, (node) => isWanted(node));
}

/** The place that shows that the file is written more than once; undefined when none does. */
function whyRepeated(call: Call, fn: Def, read: Call, ctx: SourceContext): Node | undefined {
  if (fn.name === '__init__') return undefined;
  if (ctx.context.loopAround(call) !== undefined) return call;
  const reader = ctx.context.defAround(read);
  if (reader === fn && ctx.flow.precedes(read, call) && !mustNotBeThere(read, ctx)) return call;
  if (reader !== undefined && callsOf(reader, ctx).some((use) => ctx.context.defAround(use) === fn)) return call;
  const calls = callsOf(fn, ctx).filter((use) => {
    const caller = ctx.context.defAround(use);
    return caller !== undefined && caller.name !== '__init__' && !isFirstCreation(use, caller);
  });
  const first = ctx.context.defAround(calls[0] ?? fn);
  return calls.find((use) => ctx.context.loopAround(use) !== undefined || ctx.context.defAround(use) !== first);
}

/** `try: read`, `else: raise`. */
function mustNotBeThere(read: Call, ctx: SourceContext): boolean {
  return ctx.context.triesAround(read).some(({ orelse }) => orelse.length > 0 && ctx.flow.alwaysRaises(orelse));
}

/** Calls in this file of one of its functions or methods. */
function callsOf(fn: Def, ctx: SourceContext): readonly Call[] {
  const owner = ctx.context.classOfMethod(fn);
  const mentions: readonly Expression[] =
    owner === undefined ? (ctx.names.lookup(fn.name, fn)?.references ?? []) : ctx.state.mentionsOf(owner, fn.name);
  return mentions.flatMap(({ parent }, index) =>
    parent?.kind === 'Call' && parent.func === mentions[index] ? [parent] : [],
  );
}
