/** Where the data comes from that is deserialized. */
import { attributeChain, type Call, callKeyword, type Expression, lastName, nodesOf, stringConstant } from '#ast';
import type { DoubtId, Problem, SourceContext } from '#kit';
import { taintedValueIn } from '#kit/web';
import { CODE_LOADERS } from '#knowledge/code-loaders';
import type { Condition } from '#project';
import type { SourceKind } from '#semantics';
import { ANY_SINK } from '#semantics/taint/sinks';

export const YAML_LOADS: ReadonlySet<string> = new Set(['yaml.load', 'yaml.load_all']);
export const UNSAFE_YAML_LOADS: ReadonlySet<string> = new Set(['yaml.unsafe_load', 'yaml.unsafe_load_all']);
export const UNSAFE_YAML_LOADERS = /^yaml\.(?:(?:loader|cyaml)\.)?C?(?:Unsafe|Full)?Loader$/;

/** What the data is called, where someone else may have written it. */
const OUTSIDE: ReadonlyMap<SourceKind, string> = new Map([
  ['request', 'user-controlled data'],
  ['network', 'data from a network connection'],
]);
const CACHED = 'data from a shared cache';

/** Methods and helpers that wait for the bytes of someone else, whatever they belong to. */
const RECEIVE = /^_*(?:a?recv(?:_multipart|_exact(?:ly)?|_all|all|from|_message)?|receive_bytes)$/;
/** A process talks to its own children through these, and they unpickle by themselves. */
const PIPES = /^multiprocessing\./;
const CACHES = /^(?:(?:aio|fake)?redis|valkey|memcache|pymemcache|aiomcache|pylibmc)\./;
const NAMED_AFTER_CACHE =
  /redis|memcache|valkey|(?:^|_)cached?_(?:get|read|fetch|load)(?:_|$)|^(?:get|read|fetch|load)_(?:from_)?cached?(?:_|$)/i;
const DOWNLOAD = /(?:^|_)(?:download(?!ed|s|er)|urlretrieve|cached_path)/;

export function nameOf({ func }: Call, ctx: SourceContext): string | undefined {
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return undefined;
  const name = ctx.names.qualifiedName(func);
  if (name === undefined) return undefined;
  return CODE_LOADERS.has(name) || YAML_LOADS.has(name) || UNSAFE_YAML_LOADS.has(name) ? name : undefined;
}

export function gradeOfYaml({ args: [text] }: Call, ctx: SourceContext): Pick<Problem, 'kind' | 'when'> {
  const found = text === undefined ? undefined : outsideOf(text, false, ctx);
  const otherwise = { kind: 'file, cache or network' };
  if (found?.isSent !== true || found.doubt !== undefined) return otherwise;
  if (found.when === undefined) return { kind: UNTRUSTED_INPUT };
  return { kind: UNTRUSTED_INPUT, when: { ...found.when, no: otherwise, unknown: otherwise } };
}

export const UNTRUSTED_INPUT = 'untrusted input';

export const isOwnText = ({ args: [text] }: Call, { values }: SourceContext): boolean =>
  text !== undefined && values.possible(text) !== undefined;

export const remedyOfYaml = (name: string): string =>
  `Call \`yaml.safe_load${name.endsWith('_all') ? '_all' : ''}\`, or pass \`Loader=yaml.SafeLoader\``;

interface Found {
  readonly what: string;
  readonly leaf: Expression;
  /** Normally written by the program itself. */
  readonly isOwn: boolean;
  /** It is untrusted input; `when` where the project knows whether it is. */
  readonly isSent?: boolean;
  readonly doubt?: DoubtId;
  readonly when?: Condition;
}

/** Data, or the file that holds it, that someone else wrote. */
export function outsideOf(input: Expression, isPath: boolean, ctx: SourceContext): Found | undefined {
  for (const { kind, leaf } of ctx.flow.sources(input)) {
    const path = isPath ? leaf : kind === 'file' ? pathOf(leaf) : undefined;
    const found = path === undefined ? undefined : outsideFile(path, ctx);
    if (found !== undefined) return { ...found, isOwn: false };
    const origin = OUTSIDE.get(kind) ?? receivedFrom(leaf, kind, ctx);
    if (origin !== undefined)
      return {
        what: isPath ? `a file named by ${origin}` : origin,
        leaf,
        isOwn: isReceived(leaf, ctx) && !listensToOthers(ctx),
        isSent: kind === 'request',
      };
  }
  const sent = isPath ? undefined : taintedValueIn(input, ctx, ANY_SINK);
  if (sent !== undefined && !isReceived(sent.leaf, ctx))
    return { what: sent.described, leaf: sent.leaf, isOwn: false, isSent: true, ...sent.given };
  return undefined;
}

/** A connection or a cache that is known by the name of the method or of the object only. */
function receivedFrom(leaf: Expression, kind: SourceKind, ctx: SourceContext): string | undefined {
  if (kind === 'database') return isCache(leaf, ctx) ? CACHED : undefined;
  if (isReceived(leaf, ctx)) return OUTSIDE.get('network');
  // `self.redis.get(key)`, and a helper around it: `redis_get(key)`
  const read = leaf.kind === 'Call' ? leaf.func : leaf;
  const { root, names } = attributeChain(read);
  const all = leaf.kind === 'Call' && root.kind === 'Name' ? [root.id, ...names] : names;
  return all.some((name) => NAMED_AFTER_CACHE.test(name)) ? CACHED : undefined;
}

function isReceived(leaf: Expression, ctx: SourceContext): boolean {
  if (leaf.kind !== 'Call' || !RECEIVE.test(lastName(leaf.func) ?? '')) return false;
  const callee = ctx.types.calleeName(leaf.func) ?? '';
  return !PIPES.test(callee) && !callee.startsWith('socket.');
}

/** Messages between the processes of one program: the file binds nothing, or only to this machine. */
function listensToOthers({ module }: SourceContext): boolean {
  const binds = nodesOf(module, 'Call').some(
    (call) => BINDS.test(lastName(call.func) ?? '') || callKeyword(call, 'bind') !== undefined,
  );
  if (!binds || nodesOf(module, 'Attribute').some(({ attr }) => attr === 'AF_UNIX')) return false;
  return !nodesOf(module, 'Constant').some((text) => NEAR_ADDRESS.test(stringConstant(text) ?? ''));
}

const BINDS = /^(?:bind(?:_to_random_port)?|create_server|start_server)$/;
const NEAR_ADDRESS = /^(?:tcp:\/\/(?:127\.|localhost)|ipc:|inproc:)/;

function isCache(leaf: Expression, ctx: SourceContext): boolean {
  return leaf.kind === 'Call' && CACHES.test(ctx.types.calleeName(leaf.func) ?? '');
}

function outsideFile(path: Expression, ctx: SourceContext): Omit<Found, 'isOwn'> | undefined {
  const shared = sharedFolder(path, ctx);
  if (shared !== undefined) {
    return { what: `a file in \`${shared}\`, which every local user can write`, leaf: path };
  }
  for (const { kind, leaf } of ctx.flow.sources(path)) {
    if (kind === 'request') return { what: 'a file named by the client', leaf };
    if (leaf.kind === 'Call' && DOWNLOAD.test(lastName(leaf.func) ?? '')) return { what: 'a downloaded file', leaf };
  }
  return undefined;
}

/** `open(path)`, `path.open()`, `path.read_bytes()`. */
const pathOf = (file: Expression): Expression | undefined =>
  file.kind === 'Call' ? (file.args[0] ?? (file.func.kind === 'Attribute' ? file.func.value : undefined)) : undefined;

export function nearOf(input: Expression, isPath: boolean, ctx: SourceContext): Found | undefined {
  for (const { kind, leaf } of ctx.flow.sources(input)) {
    const isRead = isPath ? kind !== 'constant' : kind === 'file';
    const what = kind === 'database' ? 'data from a store' : isRead ? 'a file' : undefined;
    if (what !== undefined) return { what, leaf, isOwn: true };
  }
  return undefined;
}

export function allowsPickle(call: Call, { values }: SourceContext): boolean {
  const allowed = values.givenArgument(call, 'allow_pickle', 2);
  return allowed !== undefined && values.possible(allowed)?.some((each) => each.kind === 'bool' && each.value) === true;
}

/** `/tmp/model.pkl` as it is in the code. */
function sharedFolder(place: Expression, ctx: SourceContext): string | undefined {
  const path = ctx.values.possible(place)?.find((each) => each.kind === 'str' && /^\/(?:var\/)?tmp\//.test(each.value));
  return path?.kind === 'str' ? path.value.slice(0, path.value.indexOf('tmp/') + 3) : undefined;
}
