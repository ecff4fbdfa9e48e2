import {
  type Call,
  callKeyword,
  type Expression,
  hasUnpackedArguments,
  holds,
  isNone,
  lastName,
  nodesOf,
  shortText,
  stringConstant,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsTo, outgoingRequestOf } from '#kit/calls';
import { whereItHolds } from '#kit/settings';
import { asksThisMachine, isForLoopback } from '#kit/web';
import { memoizeByFile } from '#semantics/by-file';
import { callsNamed } from '#semantics/context/calls-by-name';
import { counted } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'missing timeout: request to another server',
    why: 'A server that accepts the connection but never answers blocks the caller forever. `requests` and `urllib` have no default timeout.',
    remedy: 'Pass `timeout=` to the request, or share one client that has a timeout',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-011' }],
    bad: 'import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/rate")\ndef rate():\n    return requests.get("https://rates.example.com/eur").json()\n',
    good: 'import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/rate")\ndef rate():\n    return requests.get("https://rates.example.com/eur", timeout=5).json()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [
    'requests',
    'httpx',
    'aiohttp',
    ...['urlopen', 'urlretrieve', 'create_connection', 'HTTPConnection', 'HTTPSConnection'],
    ...['exec_command', 'socket', 'SMTP', 'SMTP_SSL', 'FTP', 'FTP_TLS', 'IMAP4', 'IMAP4_SSL', 'POP3', 'POP3_SSL'],
  ],
  visit: {
    Call: reportGiven,
    Module(module, ctx) {
      const found = nodesOf(module, 'Call').flatMap((call) => {
        const name = unlimitedName(call, ctx);
        return name === undefined ? [] : [{ call, name, doubt: doubtOf(call, name, ctx) }];
      });
      // What may have a limit comes behind what has none.
      const [first, ...others] = found.toSorted(
        (a, b) => Number(a.doubt !== undefined) - Number(b.doubt !== undefined),
      );
      if (first === undefined) return;
      const more = others.length === 0 ? '' : ` (${counted(others.length, 'more call')} here)`;
      ctx.report({
        at: first.call.func,
        message: `\`${first.name}\` has no timeout${more}`,
        // The files of a project that forget it are mended in one go, mostly by one client that all of them use.
        cause: 'requests without a time limit',
        related: others.slice(0, 20).map(({ call }) => ({ at: call.func, message: 'this call has no timeout either' })),
        doubt: first.doubt,
      });
    },
  },
});

/** Whoever calls the function, or what the session sends by, may set the limit. */
function doubtOf(call: Call, name: string, ctx: SourceContext): DoubtId | undefined {
  const mayBeGiven = hasUnpackedArguments(call) && !isPrivate(call, ctx);
  return mayBeGiven || adapterOf(name, ctx) !== undefined ? 'timeout-elsewhere' : undefined;
}

/** Whether a class of this file by which a session sends sets a limit; undefined where none that is called so is mounted. */
function adapterOf(name: string, ctx: SourceContext): 'limits' | 'may limit' | undefined {
  if (!/^requests\.(?:sessions\.)?Session\./.test(name)) return undefined;
  return mountedAdapter(ctx);
}

const mountedAdapter = memoizeByFile((ctx: SourceContext): 'limits' | 'may limit' | undefined => {
  const [adapter] = nodesOf(ctx.module, 'ClassDef').filter(
    (each) =>
      ctx.types.basesOf(each).includes('requests.adapters.HTTPAdapter') &&
      holds(each, (node) => node.kind === 'Constant' && stringConstant(node) === 'timeout'),
  );
  const mounted = callsNamed('mount', ctx.source).flatMap(({ args }) => args);
  const isOfAdapter = (made: Expression): boolean =>
    adapter !== undefined && made.kind === 'Call' && ctx.names.definitionOf(made.func) === adapter;
  if (mounted.some((each) => isOfAdapter(ctx.flow.whole(each)))) return 'limits';
  return mounted.some((each) => /timeout/i.test(shortText(each, ctx.text))) ? 'may limit' : undefined;
});

/** `timeout=settings.TIMEOUT`, and that is `None`. */
function reportGiven(call: Call, ctx: SourceContext): void {
  const timeout = callKeyword(call, 'timeout')?.value;
  const request = timeout === undefined ? undefined : outgoingRequestOf(call, ctx);
  if (timeout === undefined || request === undefined || !LIMITED.has(request.library)) return;
  const elsewhere = whereItHolds(timeout, [null], ctx);
  if (elsewhere === undefined || isForLoopback(request.url, ctx)) return;
  ctx.report({
    at: call.func,
    message: `\`${request.name}\` has no timeout: \`${ctx.text.slice(timeout)}\`, which it is given, is \`None\``,
    ...elsewhere,
  });
}

/** Their calls take a limit, and none where that is `None`. */
const LIMITED: ReadonlySet<string> = new Set(['requests', 'httpx', 'urllib']);

/** What is called, where nothing limits how long its answer may take. */
function unlimitedName(call: Call, ctx: SourceContext): string | undefined {
  if (mayBeUnpacked(call, ctx)) return undefined;
  const timeout = callKeyword(call, 'timeout')?.value;
  const name = ctx.types.calleeName(call.func) ?? '';
  if (name === 'aiohttp.ClientTimeout') return isUnlimited(call, ctx) ? name : undefined;
  if (/^httpx\.(?:Async)?Client$/.test(name)) return isNone(timeout) ? name : undefined;
  if (name === 'socket.create_connection') return call.args[1] === undefined && isWaiting(call, ctx) ? name : undefined;
  if (name === 'socket.socket') return isLeftWaiting(call, ctx) ? name : undefined;
  const place = MAILS.get(name);
  if (place !== undefined) {
    if (timeout !== undefined || call.args[place] !== undefined || !isWaiting(call, ctx)) return undefined;
    const isNear = asksThisMachine(call, name, ctx);
    if (isNear) ctx.proven({ at: call, by: 'the server is on the local machine' });
    return isNear ? undefined : name;
  }
  const request = outgoingRequestOf(call, ctx);
  // A class of the project's own may set a limit for all that it sends.
  if (call.func.kind === 'Attribute' && ctx.types.classDefOf(call.func.value) !== undefined) return undefined;
  if (request === undefined || isForLoopback(request.url, ctx)) return undefined;
  switch (request.library) {
    case 'requests':
      // The sixth of `Session.request` and its like is no place where anybody writes it.
      if (adapterOf(request.name, ctx) === 'limits') {
        ctx.proven({ at: call, by: 'the adapter of the session sets a timeout' });
        return undefined;
      }
      return timeout === undefined || isNone(timeout) ? request.name : undefined;
    case 'httpx':
      return isNone(timeout) ? request.name : undefined;
    case 'http.client':
      return call.args.length < 3 && isWaiting(call, ctx) ? request.name : undefined;
    case 'urllib':
      return /url(?:open|retrieve)$/.test(request.name) && isWaiting(call, ctx) ? request.name : undefined;
    default:
      return undefined;
  }
}

/** `session.request(method, url, **options)`: a limit may be in there, unless all that the function unpacks is what its calls here lack. */
function mayBeUnpacked(call: Call, ctx: SourceContext): boolean {
  if (!hasUnpackedArguments(call)) return false;
  const fn = ctx.context.defAround(call);
  const own = fn?.args.kwarg?.arg;
  if (fn === undefined || own === undefined) return true;
  const unpacked = call.keywords.flatMap(({ arg, value }) => (arg === undefined ? value : []));
  if (unpacked.some((value) => value.kind !== 'Name' || value.id !== own)) return true;
  if (call.args.some(({ kind }) => kind === 'Starred')) return true;
  const callers = callsNamed(fn.name, ctx.source);
  const gives = (each: Call): boolean => hasUnpackedArguments(each) || callKeyword(each, 'timeout') !== undefined;
  const isOwn = isPrivate(call, ctx);
  return (
    (isOwn && callers.length === 0) ||
    callers.some(gives) ||
    holds(isOwn ? fn : ctx.module, (node) => node.kind === 'Constant' && /timeout/.test(stringConstant(node) ?? ''))
  );
}

/** Nobody but this file calls the function around. */
const isPrivate = (call: Call, { context }: SourceContext): boolean =>
  /^_[^_]/.test(context.defAround(call)?.name ?? '');

/** Clients for mail and files, what runs commands elsewhere, and where among their arguments the limit stands. */
const MAILS: ReadonlyMap<string, number> = new Map([
  ['smtplib.SMTP', 3],
  ['smtplib.SMTP_SSL', 3],
  ['ftplib.FTP', 4],
  ['ftplib.FTP_TLS', 4],
  ['imaplib.IMAP4', 2],
  ['imaplib.IMAP4_SSL', 3],
  ['poplib.POP3', 2],
  ['paramiko.SSHClient.exec_command', 2],
  ['poplib.POP3_SSL', 2],
]);

/** `aiohttp.ClientTimeout(total=None)`, and nothing else that ends it. */
function isUnlimited(call: Call, ctx: SourceContext): boolean {
  if (!isNone(callKeyword(call, 'total')?.value)) return false;
  return call.keywords.every(({ arg, value }) => arg !== 'sock_read' || ctx.values.fold(value)?.kind === 'none');
}

/** `s = socket.socket(…)` that connects and waits for an answer, in a file that limits none of its sockets. */
function isLeftWaiting(call: Call, ctx: SourceContext): boolean {
  const { parent } = call;
  const [target] = parent?.kind === 'Assign' ? parent.targets : [];
  if (
    target?.kind !== 'Name' ||
    holds(call, (node) => node.kind === 'Attribute' && /^(?:SOCK_(?!STREAM)|AF_UNIX)/.test(node.attr))
  )
    return false;
  const used = new Set(
    (ctx.names.resolve(target)?.references ?? []).map(({ parent: use }) => use?.kind === 'Attribute' && use.attr),
  );
  return (
    used.has('connect') &&
    used.has('recv') &&
    !used.has('settimeout') &&
    !used.has('setblocking') &&
    isWaiting(call, ctx)
  );
}

/** Neither the call nor the file sets a limit, which `urlopen` takes as its third. */
function isWaiting(call: Call, ctx: SourceContext): boolean {
  const timeout = callKeyword(call, 'timeout')?.value ?? (takesNone(call, ctx) ? undefined : call.args[2]);
  if (timeout !== undefined) return isNone(timeout);
  return !limitsSockets(ctx);
}

const limitsSockets = memoizeByFile((ctx: SourceContext): boolean => callsTo(DEFAULT_LIMIT, ctx).length > 0);
const DEFAULT_LIMIT: ReadonlySet<string> = new Set(['socket.setdefaulttimeout']);

/** Mail has its limit elsewhere, and `urlretrieve` none. */
const takesNone = (call: Call, { types }: SourceContext): boolean =>
  MAILS.has(types.calleeName(call.func) ?? '') || lastName(call.func) === 'urlretrieve';
