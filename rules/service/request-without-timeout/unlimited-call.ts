/** Calls that wait for another server without a limit. */
import { type Call, callKeyword, hasUnpackedArguments, holds, isNone, lastName, stringConstant } from '#ast';
import type { SourceContext } from '#kit';
import { callsTo, outgoingRequestOf } from '#kit/calls';
import { isForLoopback, targetsLoopback } from '#kit/web';
import { memoizeByFile } from '#semantics/by-file';
import { callsNamed } from '#semantics/context/calls-by-name';
import { unpackedOptions } from '#semantics/values/unpacked-options';
import { adapterOf } from './mounted-adapter.ts';
/** What is called, where nothing limits how long its answer may take. */
export function unlimitedName(call: Call, ctx: SourceContext): string | undefined {
  if (mayBeUnpacked(call, ctx)) return undefined;
  const timeout = ctx.values.givenArgument(call, 'timeout', undefined);
  const name = ctx.types.calleeName(call.func) ?? '';
  if (name === 'aiohttp.ClientTimeout') return isUnlimited(call, ctx) ? name : undefined;
  if (/^httpx\.(?:Async)?Client$/.test(name)) return isNone(timeout) ? name : undefined;
  if (name === 'socket.create_connection') return call.args[1] === undefined && isWaiting(call, ctx) ? name : undefined;
  if (name === 'socket.socket') return isLeftWaiting(call, ctx) ? name : undefined;
  const place = MAILS.get(name);
  if (place !== undefined) {
    if (timeout !== undefined || call.args[place] !== undefined || !isWaiting(call, ctx)) return undefined;
    const isNear = targetsLoopback(call, name, ctx);
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
      if (adapterOf(call, request.name, ctx) === 'limits') {
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
  if (!isOpen(call, ctx)) return false;
  const fn = ctx.context.defAround(call);
  const own = fn?.args.kwarg?.arg;
  if (fn === undefined || own === undefined) return true;
  const unpacked = call.keywords.flatMap(({ arg, value }) =>
    arg === undefined && unpackedOptions(value, ctx).isOpen ? value : [],
  );
  if (unpacked.some((value) => value.kind !== 'Name' || value.id !== own)) return true;
  if (call.args.some(({ kind }) => kind === 'Starred')) return true;
  const callers = callsNamed(fn.name, ctx.source);
  const hasTimeout = (each: Call): boolean => hasUnpackedArguments(each) || callKeyword(each, 'timeout') !== undefined;
  const isOwn = isPrivate(call, ctx);
  return (
    (isOwn && callers.length === 0) ||
    callers.some(hasTimeout) ||
    holds(isOwn ? fn : ctx.module, (node) => node.kind === 'Constant' && /timeout/.test(stringConstant(node) ?? ''))
  );
}

/** It may be given more than is seen. */
export const isOpen = (call: Call, { values }: SourceContext): boolean =>
  call.args.some(({ kind }) => kind === 'Starred') || values.argument(call, 'timeout', undefined).kind === 'unknown';

/** Nobody but this file calls the function around. */
export const isPrivate = (call: Call, { context }: SourceContext): boolean =>
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
  const timeout =
    ctx.values.givenArgument(call, 'timeout', undefined) ?? (takesNone(call, ctx) ? undefined : call.args[2]);
  if (timeout !== undefined) return isNone(timeout);
  return !limitsSockets(ctx);
}

const limitsSockets = memoizeByFile((ctx: SourceContext): boolean => callsTo(DEFAULT_LIMIT, ctx).length > 0);
const DEFAULT_LIMIT: ReadonlySet<string> = new Set(['socket.setdefaulttimeout']);

/** Mail has its limit elsewhere, and `urlretrieve` none. */
const takesNone = (call: Call, { types }: SourceContext): boolean =>
  MAILS.has(types.calleeName(call.func) ?? '') || lastName(call.func) === 'urlretrieve';
