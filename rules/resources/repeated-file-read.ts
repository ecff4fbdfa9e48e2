import { type Call, type Def, lastName, type Name, parametersOf, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { openedPath } from '#semantics/files/opened-path';

const COPYING: ReadonlySet<string> = new Set(['shutil.copy', 'shutil.copy2', 'shutil.copyfile']);
const READING_METHODS: ReadonlySet<string> = new Set(['read_bytes', 'read_text']);
const DIGESTS: ReadonlySet<string> = new Set(['hash', 'sha', 'md', 'checksum', 'digest', 'hexdigest', 'fingerprint']);
/** What is parsed whole is a configuration or a document, and small. */
const PARSING: ReadonlySet<string> = new Set(['load', 'loads', 'safe_load', 'literal_eval']);
const CHANGING = /^(?:open|write_text|write_bytes|replace|rename|move|unlink|touch|dump|save|to_csv|to_file)$/;

export default defineSourceRule({
  docs: {
    summary: 'file read whole more than once in one function',
    why: 'A large file is read twice from disk or over the network. If it changes in between, the two reads see different contents.',
    remedy: 'Read it once and reuse the content (for a large file, chunk by chunk)',
    harm: 'hangs',
    severity: 'P3',
    precision: 'low',
    measured: { read: 1, right: 1, on: 'gradio; none in many others' },
    since: '0.1.0',
    cwe: [1050],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: 'import hashlib\nimport shutil\n\ndef ingest(path, store):\n    digest = hashlib.sha256(path.read_bytes()).hexdigest()\n    shutil.copy(path, store / digest)\n',
    good: 'import hashlib\n\ndef ingest(path, store):\n    content = path.read_bytes()\n    digest = hashlib.sha256(content).hexdigest()\n    (store / digest).write_bytes(content)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['open', ...READING_METHODS, 'shutil'],
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

interface Read {
  readonly call: Call;
  readonly path: Name;
  readonly how: 'hashed' | 'copied' | 'read';
}

function check(fn: Def, ctx: SourceContext): void {
  const calls = callsWithin(fn.body);
  const reads = calls.flatMap((call) => readBy(call, ctx) ?? []);
  for (const read of reads) {
    const { id } = read.path;
    const first = reads.find(({ path }) => path.id === id);
    if (first === undefined || first === read || !isSameFile(first, read, ctx)) continue;
    if (calls.some((call) => mayChange(id, call) && readBy(call, ctx) === undefined)) continue;
    const between = calls.find(
      (call) => isGiven(id, call) && readBy(call, ctx) === undefined && isBetween(first, call, read),
    );
    if (between !== undefined && writesWhatItIsGiven(between, id, ctx)) {
      ctx.proven({ at: read.call, by: 'the file is written between the two reads', where: between });
      continue;
    }
    ctx.report({
      at: read.call,
      doubt: between === undefined ? undefined : 'opaque-callee',
      message: `\`${fn.name}\` reads the whole file \`${id}\` twice: it is ${first.how} first and ${read.how} here`,
      related: [{ at: first.call, message: `${first.how} here` }],
    });
    return;
  }
}

/** A call that goes through a whole file: of digests and copies one is enough, twice opened may be two looks at its head. */
function readBy(call: Call, ctx: SourceContext): Read | undefined {
  const { func, args } = call;
  // What is compared whole is short.
  if (call.parent?.kind === 'Compare' || isParsed(call)) return undefined;
  if (func.kind === 'Attribute' && READING_METHODS.has(func.attr) && func.value.kind === 'Name' && args.length === 0)
    return { call, path: func.value, how: isDigested(call) ? 'hashed' : 'read' };
  const [path, ...others] = args;
  if (path?.kind !== 'Name') return undefined;
  if (COPYING.has(ctx.names.qualifiedName(func) ?? '')) return { call, path, how: 'copied' };
  if (/^r[bt]*$/.test(openedPath(call, ctx)?.mode ?? ''))
    return isReadWhole(call) ? { call, path, how: 'read' } : undefined;
  const words = wordsOfName(lastName(func) ?? '');
  const isFileDigest = words.some((word) => DIGESTS.has(word)) && words.includes('file');
  // Beside another name it may be the folder of the file.
  const isPath = others.every(({ kind }) => kind === 'Constant');
  return isFileDigest && isPath ? { call, path, how: 'hashed' } : undefined;
}

const isParsed = ({ parent }: Call): boolean => parent?.kind === 'Call' && PARSING.has(lastName(parent.func) ?? '');

const isDigested = ({ parent }: Call): boolean =>
  parent?.kind === 'Call' &&
  parent.func.kind === 'Attribute' &&
  /^(?:sha\d+|md5|blake2[bs]|update|new)$/.test(parent.func.attr);

/** Opened for one `with`, and not for its first bytes or lines only. */
function isReadWhole({ parent: item }: Call): boolean {
  if (item?.kind !== 'withitem' || item.parent?.kind !== 'With') return false;
  return callsWithin(item.parent.body).some((call) => {
    const name = lastName(call.func) ?? '';
    return name === 'file_digest' || (/^read(?:lines)?$/.test(name) && call.args.length === 0 && !isParsed(call));
  });
}

/** What else is done with a path may change the file. */
const mayChange = (path: string, call: Call): boolean =>
  CHANGING.test(lastName(call.func) ?? '') && isGiven(path, call);

/** A function of this file that puts the file which it is given in place, or writes it. */
function writesWhatItIsGiven(call: Call, path: string, ctx: SourceContext): boolean {
  const fn = ctx.names.definitionOf(call.func);
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return false;
  const at = call.args.findIndex((each) => each.kind === 'Name' && each.id === path);
  const parameter = parametersOf(fn)[at]?.name;
  const isRead = (each: Call): boolean => /^r[bt]*$/.test(openedPath(each, ctx)?.mode ?? '');
  return parameter !== undefined && callsWithin(fn.body).some((each) => mayChange(parameter, each) && !isRead(each));
}

function isGiven(path: string, { func, args }: Call): boolean {
  const given = func.kind === 'Attribute' ? [func.value, ...args] : args;
  return given.some((each) => each.kind === 'Name' && each.id === path);
}

const isBetween = (first: Read, { start }: Call, second: Read): boolean =>
  first.call.end <= start && start < second.call.start;

/** Both run when the second does, and the name means one file. */
function isSameFile(first: Read, second: Read, ctx: SourceContext): boolean {
  const binding = ctx.names.resolve(first.path);
  if (binding === undefined || binding !== ctx.names.resolve(second.path)) return false;
  const isOnce = binding.definitions.filter(({ kind }) => kind !== 'annotation').length === 1;
  if (!isOnce || ctx.context.handlerAround(second.call) !== undefined) return false;
  if (first.how === 'copied' && second.how === 'copied') return false;
  if (ctx.context.loopAround(first.call) !== ctx.context.loopAround(second.call)) return false;
  return ctx.flow.precedes(first.call, second.call) && ctx.flow.mayComeTo(first.call, second.call);
}
