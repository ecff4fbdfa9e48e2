import {
  type AsyncFunctionDef,
  ancestors,
  blocksOf,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  type Name,
  NOT_PRODUCTION,
  type SourceContext,
  walk,
  walkOwnCode,
  wordsOfName,
} from '#kit';

const COPYING: ReadonlySet<string> = new Set(['shutil.copy', 'shutil.copy2', 'shutil.copyfile']);
const READING_METHODS: ReadonlySet<string> = new Set(['read_bytes', 'read_text']);
const DIGESTS: ReadonlySet<string> = new Set(['hash', 'sha', 'md', 'checksum', 'digest', 'hexdigest', 'fingerprint']);
const WRITING = /^(?:write_text|write_bytes|replace|rename|move|unlink|touch|dump|save|to_csv|to_file)$/;

export default defineSourceRule({
  docs: {
    summary: 'file read whole more than once by one function',
    why: 'A large file goes from the disk or over the network twice, and what is hashed may not be what is copied when somebody writes to it in between.',
    remedy: 'Read it once, and feed the digest and the copy from the same chunks.',
    severity: 'P3',
    precision: 'low',
    measured: {
      read: 1,
      right: 1,
      on: 'gradio; none in TenSafe, bentoml, mlflow, dagster, prefect, pip, fschat, kserve, skypilot, xinference, too few to say much',
    },
    profile: 'strict',
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

function check(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  const reads: Read[] = [];
  const written = new Set<string>();
  walkOwnCode(fn.body, (node) => {
    if (node.kind !== 'Call') return undefined;
    const read = readBy(node, ctx);
    if (read !== undefined) reads.push(read);
    else for (const name of namesWritten(node)) written.add(name);
    return undefined;
  });
  const seen = new Map<string, Read>();
  for (const read of reads) {
    const { id } = read.path;
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, read);
      continue;
    }
    if (written.has(id) || !isSamePath(first, read, ctx)) continue;
    ctx.report({
      at: read.call,
      message: `\`${fn.name}\` reads all of \`${id}\` again: it is ${read.how} here and was ${first.how} before`,
      related: [{ at: first.call, message: `${first.how} here` }],
    });
    return;
  }
}

/** A call that goes through a whole file: of digests and copies one is enough, twice opened may be two looks at its head. */
function readBy(call: Call, ctx: SourceContext): Read | undefined {
  const { func, args } = call;
  // What is compared whole is short.
  if (call.parent?.kind === 'Compare') return undefined;
  if (func.kind === 'Attribute' && READING_METHODS.has(func.attr) && func.value.kind === 'Name' && args.length === 0)
    return { call, path: func.value, how: isDigested(call) ? 'hashed' : 'read' };
  const [path] = args;
  if (path?.kind !== 'Name') return undefined;
  const callee = ctx.names.qualifiedName(func);
  if (callee !== undefined && COPYING.has(callee)) return { call, path, how: 'copied' };
  if (callee === 'builtins.open') return readsWhole(call, ctx) ? { call, path, how: 'read' } : undefined;
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  const words = wordsOfName(name);
  const isFileDigest = words.some((word) => DIGESTS.has(word)) && words.includes('file');
  return isFileDigest ? { call, path, how: 'hashed' } : undefined;
}

const isDigested = ({ parent }: Call): boolean =>
  parent?.kind === 'Call' &&
  parent.func.kind === 'Attribute' &&
  /^(?:sha\d+|md5|blake2[bs]|update|new)$/.test(parent.func.attr);

/** Opened to be read, and not for its first bytes or lines only. */
function readsWhole(call: Call, ctx: SourceContext): boolean {
  const mode = ctx.values.argument(call, 'mode', 1);
  const text = mode.kind === 'given' ? ctx.values.string(mode.value) : mode.kind === 'absent' ? 'r' : undefined;
  if (text === undefined || /[wax+]/.test(text) || call.parent?.kind !== 'withitem') return false;
  const statement = call.parent.parent;
  if (statement?.kind !== 'With') return false;
  let isWhole = false;
  walk(statement, (node) => {
    if (node.kind !== 'Call' || node.func.kind !== 'Attribute') return;
    isWhole ||= (/^read(?:lines)?$/.test(node.func.attr) && node.args.length === 0) || node.func.attr === 'file_digest';
    isWhole ||= /^(?:load|safe_load)$/.test(node.func.attr);
  });
  return isWhole;
}

/** What else is done with a path may change the file. */
function namesWritten({ func, args }: Call): readonly string[] {
  const owner = func.kind === 'Attribute' ? func.value : undefined;
  const own = func.kind === 'Attribute' && owner?.kind === 'Name' && WRITING.test(func.attr) ? [owner.id] : [];
  const isOpening = func.kind === 'Name' && func.id === 'open';
  const isWriting = func.kind === 'Attribute' && WRITING.test(func.attr);
  return isOpening || isWriting
    ? [...own, ...args.flatMap((each: Expression) => (each.kind === 'Name' ? [each.id] : []))]
    : own;
}

/** Both run when the second does, and the name means one file. */
function isSamePath(first: Read, second: Read, ctx: SourceContext): boolean {
  const binding = ctx.names.resolve(first.path);
  if (binding === undefined || binding !== ctx.names.resolve(second.path)) return false;
  const isOnce = binding.definitions.filter(({ kind }) => kind !== 'annotation').length === 1;
  if (!isOnce || ctx.context.handlerAround(second.call) !== undefined) return false;
  if (first.how === 'copied' && second.how === 'copied') return false;
  if (ctx.context.loopAround(first.call) !== ctx.context.loopAround(second.call)) return false;
  return ctx.flow.precedes(first.call, second.call) && !leavesBetween(first.call, second.call, ctx);
}

/** The branch that the first stands in ends before the second can run. */
function leavesBetween(first: Call, second: Call, { flow }: SourceContext): boolean {
  for (const node of ancestors(first)) {
    if (node.start <= second.start && second.end <= node.end) return false;
    if (node.kind === 'Return') return true;
    const block = blocksOf(node).find((statements) =>
      statements.some(({ start, end }) => start <= first.start && first.end <= end),
    );
    if (block !== undefined && !flow.exits(block).falls) return true;
  }
  return false;
}
