import {
  type Attribute,
  ancestors,
  type BinOp,
  type Call,
  type Expression,
  findNode,
  holds,
  lastName,
  type Name,
  type Node,
  nameOfPlace,
  wordsOfName,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import { SEEDERS } from '#knowledge/random-generators';
import type { ValueUse } from '#semantics';
import { namesAround } from '../_shared/names-around.ts';
import { namesAtUse } from '../_shared/use-names.ts';
import { digestInstead } from './digest.ts';

/** Methods that seed whatever they belong to. */
const SEED_METHODS: ReadonlySet<string> = new Set(['seed', 'manual_seed', 'set_seed', 'reseed', 'fold_in']);

const PATHS = /^(?:os\.path\.join|pathlib\.(?:Pure)?Path(?:\.joinpath)?)$/;

type Purpose = 'secret' | 'seed' | 'placement' | 'file' | 'identity' | 'message';

const PURPOSES: ReadonlyMap<string, Purpose> = new Map([
  ...named('secret', 'mask masks nonce salt secret token password pepper'),
  ...named('seed', 'seed seeds random_state'),
  ...named('placement', 'shard partition bucket slot replica cohort variant rollout'),
  ...named('file', 'filename path file filepath dirname'),
  ...named('identity', 'id ids uid uuid fingerprint checksum etag'),
]);

const SECURITY_WORD = /secure|secret|crypt|privacy|private|masking|masked|anonymi/i;

const PLACES: Readonly<Record<Purpose, string>> = {
  secret: 'a secret',
  seed: 'a seed',
  placement: 'a choice of place',
  file: 'a file name',
  identity: 'an identifier',
  message: 'what is stored or sent',
};

export default defineSourceRule({
  docs: {
    summary: '`hash()` used as a seed, a secret, a shard number or a stored name',
    why: 'Python salts `hash()` of text anew in each process, so another process cannot find or repeat what was derived from it. `hash()` of numbers is not salted: whoever knows the number knows the result.',
    remedy: 'Derive the value with `hashlib`, or take it from `secrets` where it protects something.',
    harm: 'lies',
    severity: {
      'secret, or seed of privacy': 'P0',
      'seed, shard or stored name': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [330, 338],
    fixes: [unsafeFix('Take a SHA-256 digest', 'what was kept under the old number is not found under it')],
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-3' }],
    bad: 'import random\n\n\ndef generator(worker):\n    return random.Random(hash(worker))\n',
    good: 'import hashlib\nimport random\n\n\ndef generator(worker):\n    return random.Random(hashlib.sha256(worker.encode()).digest())\n',
    measured: {
      read: 13,
      right: 12,
      on: 'agno, llama_index_core, mlflow, tensafe, vllm, evidently, gpt_researcher, homeassistant',
    },
  },
  skips: ['test', 'vendored'],
  mentions: ['hash'],
  visit: {
    Call(call, ctx) {
      const [hashed] = call.args;
      if (hashed === undefined || call.args.length !== 1 || !isHash(call, ctx) || isInnocentPlace(call, ctx)) return;
      const uses = ctx.flow.destinations(call).flatMap((at) => describe(at, call, ctx));
      const use = [...uses, ...chosenAmong(call, ctx)].sort(worstFirst)[0];
      if (use === undefined || isRandom(hashed, ctx)) return;
      if (use.purpose === 'identity' && (isToldApartOtherwise(call, ctx) || isObject(hashed, ctx))) return;
      // The hash of a number is the same in every process: only a secret is harmed.
      if (isNumber(hashed, ctx) && !isSecurity(call, use, ctx)) return;
      const isSecret = use.purpose !== 'identity' && isSecurity(call, use, ctx);
      ctx.report({
        at: call,
        message: `${use.message}, and \`hash()\` ${weakness(hashed, isSecret, ctx)}`,
        doubt: !isSecret && isNumber(hashed, ctx, true) ? 'type-from-name' : undefined,
        ...(!isSecret && offering(digestInstead(call, hashed, use.purpose === 'seed' ? 4 : 8, ctx))),
        ...(isSecret ? { remedy: REMEDY_OF_SECRETS } : { kind: 'seed, shard or stored name' }),
        related: use.at === call ? [] : [{ at: use.at, message: `used as ${PLACES[use.purpose]} here` }],
      });
    },
  },
});

const NUMBER_NAME = /(^|_)seeds?(_|$)|(^|_)(rank|epoch|step|index|idx|iteration|num|count)$/i;

const REMEDY_OF_SECRETS = 'Take the value from `secrets`, or agree on it with a key exchange';

interface Use {
  readonly purpose: Purpose;
  readonly message: string;
  readonly at: Node;
}

function isHash(call: Call, ctx: SourceContext): boolean {
  return call.func.kind === 'Name' && call.func.id === 'hash' && ctx.names.qualifiedName(call.func) === 'builtins.hash';
}

/** `__hash__` is what `hash()` is for; the numbers of tests live as long as the test. */
function isInnocentPlace(call: Call, ctx: SourceContext): boolean {
  return ctx.context.defAround(call)?.name === '__hash__';
}

const ORDER: readonly Purpose[] = ['secret', 'seed', 'file', 'message', 'placement', 'identity'];

const worstFirst = (a: Use, b: Use): number => ORDER.indexOf(a.purpose) - ORDER.indexOf(b.purpose);

/** What one place that the hash reaches says of its purpose. */
function describe(use: ValueUse, call: Call, ctx: SourceContext): Use[] {
  const found: Use[] = [];
  if ((use.kind === 'argument' || use.kind === 'receiver') && use.node.kind === 'Call') {
    found.push(...describeArgument(use, use.node, ctx));
  }
  if (use.kind === 'subscript-store' && use.node.kind === 'Dict') found.push(...describeDict(use.node, ctx));
  for (const { name, at } of namesAtUse(use, ctx)) {
    const purpose = purposeOf(name);
    if (purpose === 'placement' && !isReduced(call)) continue;
    if (purpose !== undefined) found.push({ purpose, message: `\`${name}\` comes from \`hash()\``, at });
  }
  const vector = use.kind === 'key' && isReduced(call) ? vectorIndexed(use.node) : undefined;
  if (vector !== undefined)
    found.push({ purpose: 'placement', message: `\`${vector}\` is indexed by \`hash()\``, at: use.node });
  return found;
}

/** Feature hashing: the vectors of one process mean nothing to the next. */
function vectorIndexed(node: Node): string | undefined {
  if (node.kind !== 'Subscript' || node.ctx !== 'Store') return undefined;
  const name = lastName(node.value);
  return name !== undefined && /(^|_)(vec|vector|embedding|features?)$/.test(name) ? name : undefined;
}

function describeArgument({ carrier }: ValueUse, call: Call, ctx: SourceContext): Use[] {
  const callee = ctx.types.calleeName(call.func);
  const method = call.func.kind === 'Attribute' ? call.func.attr : undefined;
  const shown = method ?? callee?.split('.').at(-1) ?? 'call';
  if (call.args[0] === carrier && (SEEDERS.has(callee ?? '') || (method !== undefined && SEED_METHODS.has(method)))) {
    return [{ purpose: 'seed', message: `\`${shown}\` is seeded from \`hash()\``, at: call }];
  }
  if (PATHS.test(callee ?? ''))
    return [{ purpose: 'file', message: `\`${shown}\` makes a path of \`hash()\``, at: call }];
  switch (ctx.effects.of(call)) {
    case 'file':
      return [{ purpose: 'file', message: `\`${shown}\` gets a name or content made with \`hash()\``, at: call }];
    case 'network':
    case 'database':
      return [{ purpose: 'message', message: `\`${shown}\` sends or stores what \`hash()\` gave`, at: call }];
    default:
      return [];
  }
}

function describeDict(dict: Expression, ctx: SourceContext): Use[] {
  return ctx.flow
    .destinations(dict)
    .flatMap((use) => (use.kind === 'argument' && use.node.kind === 'Call' ? describeArgument(use, use.node, ctx) : []))
    .filter(({ purpose }) => purpose === 'message');
}

function named(purpose: Purpose, words: string): (readonly [string, Purpose])[] {
  return words.split(' ').map((word) => [word, purpose]);
}

function purposeOf(name: string): Purpose | undefined {
  const words = wordsOfName(name);
  if (words.includes('seed')) return 'seed';
  const placed = words.find((word) => PURPOSES.get(word) === 'placement');
  if (placed !== undefined) return 'placement';
  return PURPOSES.get(words.at(-1) ?? '') ?? PURPOSES.get(name);
}

/** `hash(key) % count`, `abs(hash(key)) % count`, `hash(key) & mask`: one of a few. */
function reductionOf(call: Call): BinOp | undefined {
  let at: Node | undefined = call;
  while (at?.kind === 'Call') at = at.parent;
  return at?.kind === 'BinOp' && (at.op === 'Mod' || at.op === 'BitAnd') ? at : undefined;
}

const isReduced = (call: Call): boolean => reductionOf(call) !== undefined;

/** `hash(key) % num_shards`, `nodes[hash(key) % len(nodes)]` */
function chosenAmong(call: Call, { text }: SourceContext): Use[] {
  const right = reductionOf(call)?.right;
  const isOfPlaces = (node: Node): node is Name | Attribute =>
    (node.kind === 'Name' || node.kind === 'Attribute') && AMONG.test(lastName(node) ?? '');
  const places = right && findNode(right, isOfPlaces);
  return places !== undefined
    ? [{ purpose: 'placement', message: `one of \`${text.slice(places)}\` is chosen by \`hash()\``, at: call }]
    : [];
}

/** Others than these (buckets, locks, slots) mostly live in one process. */
const AMONG = /(?:^|_)(?:shards?|partitions?|replicas?|nodes?|variants?|cohorts?)(?:_|$)/i;

function isSecurity(call: Call, use: Use, ctx: SourceContext): boolean {
  if (use.purpose === 'secret') return true;
  if (use.purpose !== 'seed') return false;
  return namesAround(call, ctx).some((name) => SECURITY_WORD.test(name) || purposeOf(name) === 'secret');
}

/** `hash(uuid4())` is as random as what it is made of. */
function isRandom(hashed: Expression, ctx: SourceContext): boolean {
  return hasCallOf(hashed, /^(uuid|secrets|random|os\.urandom)(\.|$)/, ctx);
}

/** `f"{time_ns()}-{hash(text)}"`: the hash is not what makes the identifier. */
function isToldApartOtherwise(call: Call, ctx: SourceContext): boolean {
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
function isObject(hashed: Expression, ctx: SourceContext): boolean {
  return /^(?!builtins\.|typing\.)/.test(ctx.types.classOf(hashed) ?? 'builtins.object');
}

/** Numbers and tuples of them; loops and counters seldom say their type, but their names do. */
function isNumber(hashed: Expression, ctx: SourceContext, byName = false): boolean {
  if (hashed.kind === 'Tuple')
    return hashed.elts.every((each) => isNumber(each.kind === 'Starred' ? each.value : each, ctx, byName));
  const type =
    ctx.types.classOf(hashed) ?? (hashed.kind === 'Attribute' && hashed.attr === 'int' ? 'builtins.int' : '');
  if (/^builtins\.(str|bytes)$/.test(type)) return false;
  return /^builtins\.(int|float)$/.test(type) || (byName && NUMBER_NAME.test(nameOfPlace(hashed) ?? ''));
}

function weakness(hashed: Expression, isSecurity: boolean, ctx: SourceContext): string {
  if (isNumber(hashed, ctx, isSecurity)) return 'of a number is known to whoever knows the number';
  if (isSecurity) return 'is not a cryptographic function';
  const isText = /^builtins\.(str|bytes)$/.test(ctx.types.classOf(hashed) ?? '');
  return isText ? 'of text differs in every process' : 'differs in every process if text is hashed';
}
