import { type Call, type Expression, lastName, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import { PREDICTABLE_DRAWS, SEEDERS } from '#knowledge/random-generators';
import { listedCode } from '#text/wording';
import { digestedBy } from '../_shared/digests.ts';
import { becomesText, namesGivenTo } from '../_shared/value-forms.ts';
import { computedSource } from './computed-value.ts';
import { guessableNames } from './guessable-value.ts';
import {
  around,
  DIGESTED,
  drawsDigits,
  hasPrefix,
  isCode,
  isHiding,
  isMask,
  isNoText,
  isSecretName,
  LETTING_IN,
  letsIn,
  SALTS,
  withoutVerb,
} from './secret-names.ts';

export default defineSourceRule({
  docs: {
    summary: 'insecure randomness: predictable secret',
    why: 'The Mersenne Twister reveals its state through its output, and a guessable seed reveals the whole sequence. An attacker who has seen enough tokens can compute the rest.',
    remedy: 'Use `secrets` (`token_urlsafe`, `choice`, `randbelow`) or `os.urandom`',
    harm: 'exposes',
    severity: {
      'grants access': 'P1',
      'salt or id': 'P2',
      'derived from public values': 'P1',
    },
    precision: 'low',
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
    hash sha256 sha1 md5 uuid1 time time_ns now utcnow`.split(/\s+/),
  visit: {
    Call(call, ctx) {
      const name = call.func.kind === 'Call' ? undefined : ctx.types.calleeName(call.func);
      if (name !== undefined && PREDICTABLE_DRAWS.test(name)) checkGenerated(call, name, ctx);
      else if (name !== undefined && SEEDERS.has(name)) checkSeeding(call, name, ctx);
      else checkDigest(call, ctx);
    },
    Assign({ targets: [target], value }, ctx) {
      const name = target === undefined ? undefined : lastName(target);
      if (name !== undefined) checkComputed(name, value, ctx);
    },
    Return({ value }, ctx) {
      const fn = value === undefined ? undefined : ctx.context.defAround(value);
      if (value !== undefined && fn !== undefined) checkComputed(fn.name, value, ctx);
    },
    keyword({ arg, value, parent }, ctx) {
      if (arg !== undefined && parent?.kind === 'Call') checkComputed(arg, value, ctx);
    },
  },
});

function checkGenerated(call: Call, generator: string, ctx: SourceContext): void {
  if (call.keywords.some(({ arg }) => arg === 'generator')) return;
  // Tokens of language models are numbers; secrets are texts and bytes.
  const isText = /\.(?:randbytes|bytes)$/.test(generator) || becomesText(call, ctx);
  const names = namesGivenTo(call, ctx);
  const secretName = names.find((name) => isSecretName(name, isText) || isMask(name, call, ctx));
  const secret = secretName ?? names.find((name) => isCode(name, isText || drawsDigits(call, ctx)));
  if (secret === undefined) return;
  const last = wordsOfName(secret).at(-1) ?? '';
  const isPublic = (SALTS.has(last) && last !== 'iv') || (last === 'id' && !letsIn(call, ctx));
  ctx.report({
    at: call,
    message: `insecure randomness: \`${secret}\` comes from \`${generator}\`, which is not cryptographically secure`,
    kind: isPublic ? 'salt or id' : undefined,
    doubt: secretName === undefined || isPublic ? 'secret-from-name' : undefined,
    ...seededAt(call, ctx),
  });
}

/** `rnd = random.Random(…)`, where it is made. */
function seededAt({ func }: Call, { flow, text }: SourceContext): Pick<Problem, 'related'> {
  const [made] = func.kind === 'Attribute' ? flow.origins(func.value) : [];
  if (made?.kind !== 'Call' || made.args.length === 0) return {};
  return { related: [{ at: made, message: `the generator is seeded with \`${text.slice(made.args[0] ?? made)}\`` }] };
}

/** `token = sha1(f"{user}{time.time()}")`, `"sk-" + uuid1().hex`: who knows what goes in computes it, or tries a few. */
function checkComputed(name: string, value: Expression, ctx: SourceContext): void {
  const plain = withoutVerb(name);
  const words = wordsOfName(plain);
  if (words.some((word) => DIGESTED.has(word)) || SALTS.has(words.at(-1) ?? '')) return;
  const isSession = words.at(-1) === 'id' && !letsIn(value, ctx);
  const isSecretByName = (isSecretName(plain, true) && !isSession) || LETTING_IN.test(plain);
  if (!isSecretByName && !/^(?:code|pin|passcode|token)$/.test(plain) && !(plain === 'key' && hasPrefix(value, ctx)))
    return;
  if (isNoText(ctx.flow.whole(value))) return;
  const source = computedSource(value, ctx);
  if (source === undefined) return;
  const uses = ctx.flow.destinations(value);
  if (uses.length > 0 && uses.every(({ kind }) => kind === 'key')) {
    ctx.proven({ at: value, by: 'the value is only a dictionary key' });
    return;
  }
  ctx.report({
    at: value,
    message: `insecure randomness: \`${name}\` is derived from ${source} and guessable values, with no randomness`,
    kind: 'derived from public values',
    doubt: isSecretByName ? 'unknown-entropy' : 'secret-from-name',
  });
}

/** `generator.manual_seed(worker_id * 1000 + peer_id)` where masks are made. */
function checkSeeding(call: Call, seeding: string, ctx: SourceContext): void {
  const [seed] = call.args;
  if (seed === undefined || !isHiding(call, ctx)) return;
  const known = guessableNames(seed, ctx) ?? [];
  if (known.length === 0) return;
  const seeder = seeding.slice(seeding.lastIndexOf('.') + 1);
  report(call, `\`${seeder}\` in \`${around(call, ctx)}\` is seeded from guessable ${listedCode(known, 3)}`, ctx);
}

/** `seed = hash((worker_id, peer_id))` where masks are made. */
function checkDigest(call: Call, ctx: SourceContext): void {
  const inputs = digestedBy(call, ctx);
  if (inputs === undefined || !isHiding(call, ctx)) return;
  const use = namesGivenTo(call, ctx).find((name) =>
    wordsOfName(name).some((word) => /^(?:seeds?|masks?|nonce)$/.test(word)),
  );
  const known = use === undefined ? [] : (guessableNames(call, ctx) ?? []);
  if (use === undefined || known.length === 0) return;
  report(call, `\`${use}\` in \`${around(call, ctx)}\` is derived only from guessable ${listedCode(known, 3)}`, ctx);
}

function report(at: Call, fact: string, ctx: SourceContext): void {
  ctx.report({
    at,
    message: `insecure randomness: ${fact}`,
    kind: 'derived from public values',
    remedy: 'Generate the seed with `secrets`, or agree on it with a key exchange',
  });
}
