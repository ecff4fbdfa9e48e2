/** What the hash of a value is used for. */
import {
  ancestors,
  type BinOp,
  type Call,
  type Expression,
  holds,
  lastName,
  type Node,
  nameOfPlace,
  wordsOfName,
} from '#ast';
import type { SourceContext } from '#kit';

/** Methods that seed whatever they belong to. */
export const SEED_METHODS: ReadonlySet<string> = new Set(['seed', 'manual_seed', 'set_seed', 'reseed', 'fold_in']);

export const PATHS = /^(?:os\.path\.join|pathlib\.(?:Pure)?Path(?:\.joinpath)?)$/;

export type Purpose = 'secret' | 'seed' | 'placement' | 'file' | 'identity' | 'message';

const PURPOSES: ReadonlyMap<string, Purpose> = new Map([
  ...named('secret', 'mask masks nonce salt secret token password pepper'),
  ...named('seed', 'seed seeds random_state'),
  ...named('placement', 'shard partition bucket slot replica cohort variant rollout'),
  ...named('file', 'filename path file filepath dirname'),
  ...named('identity', 'id ids uid uuid fingerprint checksum etag'),
]);

export const SECURITY_WORD = /secure|secret|crypt|privacy|private|masking|masked|anonymi/i;

const NUMBER_NAME = /(^|_)seeds?(_|$)|(^|_)(rank|epoch|step|index|idx|iteration|num|count)$/i;

export const REMEDY_OF_SECRETS = 'Generate the value with `secrets`, or agree on it with a key exchange';

export function isHash(call: Call, ctx: SourceContext): boolean {
  return call.func.kind === 'Name' && call.func.id === 'hash' && ctx.names.qualifiedName(call.func) === 'builtins.hash';
}

/** `__hash__` is what `hash()` is for; the numbers of tests live as long as the test. */
export function isInnocentPlace(call: Call, ctx: SourceContext): boolean {
  return ctx.context.defAround(call)?.name === '__hash__';
}

export const ORDER: readonly Purpose[] = ['secret', 'seed', 'file', 'message', 'placement', 'identity'];

/** Feature hashing: the vectors of one process mean nothing to the next. */
export function vectorIndexed(node: Node): string | undefined {
  if (node.kind !== 'Subscript' || node.ctx !== 'Store') return undefined;
  const name = lastName(node.value);
  return name !== undefined && /(^|_)(vec|vector|embedding|features?)$/.test(name) ? name : undefined;
}

function named(purpose: Purpose, words: string): (readonly [string, Purpose])[] {
  return words.split(' ').map((word) => [word, purpose]);
}

export function purposeOf(name: string): Purpose | undefined {
  const words = wordsOfName(name);
  if (words.includes('seed')) return 'seed';
  const placed = words.find((word) => PURPOSES.get(word) === 'placement');
  if (placed !== undefined) return 'placement';
  return PURPOSES.get(words.at(-1) ?? '') ?? PURPOSES.get(name);
}

/** `hash(key) % count`, `abs(hash(key)) % count`, `hash(key) & mask`: one of a few. */
export function reductionOf(call: Call): BinOp | undefined {
  let at: Node | undefined = call;
  while (at?.kind === 'Call') at = at.parent;
  return at?.kind === 'BinOp' && (at.op === 'Mod' || at.op === 'BitAnd') ? at : undefined;
}

export const isReduced = (call: Call): boolean => reductionOf(call) !== undefined;

/** Others than these (buckets, locks, slots) mostly live in one process. */
export const AMONG = /(?:^|_)(?:shards?|partitions?|replicas?|nodes?|variants?|cohorts?)(?:_|$)/i;

/** `hash(uuid4())` is as random as what it is made of. */
export function isRandom(hashed: Expression, ctx: SourceContext): boolean {
  return hasCallOf(hashed, /^(uuid|secrets|random|os\.urandom)(\.|$)/, ctx);
}

/** `f"{time_ns()}-{hash(text)}"`: the hash is not what makes the identifier. */
export function isUniqueOtherwise(call: Call, ctx: SourceContext): boolean {
  for (const around of ancestors(call)) {
    if (around.kind === 'JoinedStr') return hasCallOf(around, /^(uuid|secrets|random|time|datetime)\./, ctx);
    if (around.kind !== 'FormattedValue' && around.kind !== 'Call') return false;
  }
  return false;
}

function hasCallOf(root: Expression, wanted: RegExp, ctx: SourceContext): boolean {
  return holds(root, (node) => node.kind === 'Call' && wanted.test(ctx.types.calleeName(node.func) ?? ''));
}

/** An object of a class that is known: where it means something to another process, its class says how it hashes. */
export function isObject(hashed: Expression, ctx: SourceContext): boolean {
  return /^(?!builtins\.|typing\.)/.test(ctx.types.classOf(hashed) ?? 'builtins.object');
}

/** Numbers and tuples of them; loops and counters seldom say their type, but their names do. */
export function isNumber(hashed: Expression, ctx: SourceContext, byName = false): boolean {
  if (hashed.kind === 'Tuple')
    return hashed.elts.every((each) => isNumber(each.kind === 'Starred' ? each.value : each, ctx, byName));
  const type =
    ctx.types.classOf(hashed) ?? (hashed.kind === 'Attribute' && hashed.attr === 'int' ? 'builtins.int' : '');
  if (/^builtins\.(str|bytes)$/.test(type)) return false;
  return /^builtins\.(int|float)$/.test(type) || (byName && NUMBER_NAME.test(nameOfPlace(hashed) ?? ''));
}
