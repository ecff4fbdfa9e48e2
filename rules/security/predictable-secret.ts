import {
  ancestors,
  type Call,
  defineSourceRule,
  digestedBy,
  type Expression,
  lastName,
  NOT_PRODUCTION,
  nameOfPlace,
  namesAtUse,
  PREDICTABLE_DRAWS,
  SEEDERS,
  type SourceContext,
  secretKindOf,
  wordsOfName,
} from '#kit';

/** Secrets that are numbers as often as text. */
const ONE_TIME =
  /(?:^|_)(?:otp|totp|(?:verification|reset|login|auth|access|pairing|confirmation|invite|recovery|sms)_code)$/i;
const SALTS: ReadonlySet<string> = new Set(['salt', 'nonce', 'iv']);
/** Names of code whose masks and seeds hide something from others; masks elsewhere are those of arrays. */
const HIDING = /secure|secret|privacy|private|pairwise|masking|anonymi|crypt/i;
const MADE_UP: ReadonlySet<string> = new Set(
  'simulate simulated simulation simulator fake faker mock dummy sample demo example augment benchmark generate_data toy'.split(
    ' ',
  ),
);
/** What everybody may know. */
const PUBLIC = new Set(
  'id ids rank index idx round step epoch name worker client clients worker workers party parties peer peers participants num count i j k n node shard host port iteration'.split(
    ' ',
  ),
);

export default defineSourceRule({
  docs: {
    summary: 'secret made by a generator that can be predicted',
    why: 'The Mersenne Twister and its relatives give away their state with their output, and a seed made of known things gives the whole sequence: who has seen some tokens computes the others.',
    remedy: 'Use `secrets` (`token_urlsafe`, `choice`, `randbelow`) or `os.urandom`.',
    severity: 'P0',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'TenSafe' },
    since: '0.1.0',
    cwe: [330, 338],
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-3' }],
    bad: 'import random\nimport string\n\n\ndef reset_token():\n    return "".join(random.choices(string.ascii_letters, k=32))\n',
    good: 'import secrets\n\n\ndef reset_token():\n    return secrets.token_urlsafe(32)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions:
    `random randint randrange choice choices sample getrandbits randbytes rand randn integers manual_seed default_rng PRNGKey
    hash sha256 sha1 md5`.split(/\s+/),
  visit: {
    Call(call, ctx) {
      const name = call.func.kind === 'Call' ? undefined : ctx.types.calleeName(call.func);
      if (name !== undefined && PREDICTABLE_DRAWS.test(name)) checkGenerated(call, name, ctx);
      else if (name !== undefined && SEEDERS.has(name)) checkSeeding(call, name, ctx);
      else checkDigest(call, ctx);
    },
  },
});

function checkGenerated(call: Call, generator: string, ctx: SourceContext): void {
  if (isMadeUp(call, ctx) || call.keywords.some(({ arg }) => arg === 'generator')) return;
  const isText = becomesText(call, generator, ctx);
  const secret = namesGiven(call, ctx).find((name) => isSecretName(name, isText) || isMask(name, call, ctx));
  if (secret === undefined) return;
  const isSalt = SALTS.has(wordsOfName(secret).at(-1) ?? '');
  ctx.report({
    at: call,
    message: `\`${secret}\` comes from \`${generator}\`, whose output can be predicted`,
    ...(isSalt && { severity: 'P2' as const }),
  });
}

/** What the value goes under: the name it is bound to, and those at its uses. */
function namesGiven(call: Call, ctx: SourceContext): readonly string[] {
  const used = ctx.flow.destinations(call).flatMap((use) => namesAtUse(use, ctx).map(({ name }) => name));
  for (const outer of ancestors(call)) {
    if (outer.kind === 'Assign') return [...outer.targets.flatMap((target) => nameOfPlace(target) ?? []), ...used];
    if (outer.kind === 'AnnAssign' || outer.kind === 'AugAssign') return [nameOfPlace(outer.target) ?? '', ...used];
    const isForm = outer.kind === 'Call' ? FORMS.has(lastName(outer.func) ?? '') : INNER.has(outer.kind);
    if (!isForm) return used;
  }
  return used;
}

/** Tokens of language models are numbers; secrets are texts and bytes. */
function becomesText(call: Call, generator: string, ctx: SourceContext): boolean {
  if (/\.(?:randbytes|bytes)$/.test(generator)) return true;
  for (const outer of ancestors(call)) {
    if (outer.kind === 'JoinedStr') return true;
    if (outer.kind === 'AugAssign') return ctx.types.classOf(outer.target) === 'builtins.str';
    if (outer.kind === 'BinOp' && outer.op === 'Mod')
      return outer.left.kind === 'Constant' && outer.left.value.kind === 'str';
    if (outer.kind === 'Call') {
      if (TEXT_MAKERS.has(lastName(outer.func) ?? '')) return true;
      if (!PASSING.has(lastName(outer.func) ?? '')) return false;
    } else if (!INNER.has(outer.kind)) return false;
  }
  return false;
}

const TEXT_MAKERS: ReadonlySet<string> = new Set(
  'join str hex format b64encode urlsafe_b64encode sha256 md5 sha1'.split(' '),
);
const PASSING: ReadonlySet<string> = new Set('list tuple range bytes bytearray encode chr'.split(' '));
const FORMS: ReadonlySet<string> = new Set([...TEXT_MAKERS, ...PASSING, 'int', 'abs', 'from_bytes']);
const INNER: ReadonlySet<string> = new Set(
  'GeneratorExp ListComp FormattedValue JoinedStr BinOp Attribute Subscript keyword Starred'.split(' '),
);

function isSecretName(name: string, isText: boolean): boolean {
  if (ONE_TIME.test(name)) return true;
  const words = wordsOfName(name);
  if (SALTS.has(words.at(-1) ?? '')) return isText && !words.includes('pepper');
  if (!isText) return false;
  if (words.at(-1) === 'id') return words.at(-2) === 'session';
  return (
    secretKindOf(name) !== undefined ||
    (words.at(-1) === 'tokens' && words.some((word) => /^(?:csrf|access|auth|reset)$/.test(word)))
  );
}

const isMask = (name: string, at: Call, ctx: SourceContext): boolean =>
  /^masks?$/.test(wordsOfName(name).at(-1) ?? '') && isHiding(at, ctx);

function isHiding(at: Call, { context }: SourceContext): boolean {
  return [context.classAround(at)?.name, context.defAround(at)?.name].some(
    (name) => name !== undefined && HIDING.test(name),
  );
}

function isMadeUp(call: Call, { context }: SourceContext): boolean {
  if (context.isTestCode(call)) return true;
  const named = [context.classAround(call)?.name ?? '', context.defAround(call)?.name ?? ''];
  return named.some((name) => wordsOfName(name).some((word) => MADE_UP.has(word)));
}

/** `generator.manual_seed(worker_id * 1000 + peer_id)` where masks are made. */
function checkSeeding(call: Call, seeding: string, ctx: SourceContext): void {
  const [seed] = call.args;
  if (seed === undefined || !isHiding(call, ctx) || isMadeUp(call, ctx)) return;
  const known = knownNames(seed, ctx, 0);
  if (known === undefined || known.length === 0) return;
  report(call, `\`${seeding.split('.').at(-1)}\` of \`${around(call, ctx)}\` is seeded from ${listed(known)}`, ctx);
}

/** `seed = hash((worker_id, peer_id))` where masks are made. */
function checkDigest(call: Call, ctx: SourceContext): void {
  const inputs = digestedBy(call, ctx);
  if (inputs === undefined || !isHiding(call, ctx) || isMadeUp(call, ctx)) return;
  const use = namesGiven(call, ctx).find((name) =>
    wordsOfName(name).some((word) => /^(?:seeds?|masks?|nonce)$/.test(word)),
  );
  const known = use === undefined ? undefined : knownNames(call, ctx, 0);
  if (use === undefined || known === undefined || known.length === 0) return;
  report(call, `\`${use}\` of \`${around(call, ctx)}\` is made of ${listed(known)} only`, ctx);
}

function report(at: Call, fact: string, ctx: SourceContext): void {
  ctx.report({
    at,
    message: `${fact}, which others know`,
    remedy:
      'Agree on the seed with a key exchange, or take it from `secrets`; nothing that others know may be its only source',
  });
}

const around = (call: Call, { context }: SourceContext): string =>
  context.classAround(call)?.name ?? context.defAround(call)?.name ?? 'the module';

const listed = (names: readonly string[]): string =>
  [...new Set(names)]
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(', ');

/** Names that a value is made of where all of them are known to others; undefined where one is not. */
function knownNames(value: Expression, ctx: SourceContext, depth: number): readonly string[] | undefined {
  const names: string[] = [];
  for (const leaf of ctx.flow.origins(value)) {
    if (ctx.values.fold(leaf) !== undefined) continue;
    const inner = depth > 4 ? undefined : innerOf(leaf, ctx);
    const found = inner === undefined ? nameKnown(leaf) : inner.map((part) => knownNames(part, ctx, depth + 1));
    if (found === undefined) return undefined;
    if (typeof found === 'string') names.push(found);
    else {
      for (const part of found) {
        if (part === undefined) return undefined;
        names.push(...part);
      }
    }
  }
  return names;
}

function innerOf(leaf: Expression, ctx: SourceContext): readonly Expression[] | undefined {
  const digested = digestedBy(leaf, ctx);
  if (digested !== undefined || leaf.kind !== 'Call') return digested;
  const name = ctx.names.qualifiedName(leaf.func) ?? lastName(leaf.func) ?? '';
  return /^(?:int\.from_bytes|builtins\.(?:int\.from_bytes|range|min|max|enumerate|len))$/.test(name)
    ? leaf.args
    : undefined;
}

function nameKnown(leaf: Expression): string | undefined {
  const name = leaf.kind === 'Name' ? leaf.id : leaf.kind === 'Attribute' ? leaf.attr : undefined;
  if (name === undefined || secretKindOf(name) !== undefined) return undefined;
  return wordsOfName(name).some((word) => PUBLIC.has(word)) ? name : undefined;
}
