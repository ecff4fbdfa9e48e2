import { type Call, type Expression, nameOfPlace, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isPasswordName } from '#knowledge/secrets';
import { type DerivedKey, derivationOf } from './key-derivation.ts';

/** What takes a key of exactly its own length; Fernet takes the encoding of one, so random keys come as text. */
const CIPHERS =
  /^(?:cryptography\.fernet\.Fernet|cryptography\.hazmat\.primitives\.ciphers\.(?:aead|algorithms)\.[A-Z]\w+|Crypto(?:dome)?\.Cipher\.\w+\.new|nacl\.secret\.(?:SecretBox|Aead))$/;

export default defineSourceRule({
  docs: {
    summary: 'weak key derivation: password used as a cipher key',
    why: 'A password is much easier to guess than a random key. Without a slow key derivation function, an attacker who has some ciphertext can try millions of passwords per second.',
    remedy:
      'Derive the key with scrypt, Argon2 or PBKDF2 and a stored salt (HKDF for a random secret), or configure a random key in base64',
    harm: 'exposes',
    severity: 'P1',
    precision: 'low',
    measured: { read: 8, right: 7, on: 'litellm, open_webui, langflow, homeassistant' },
    since: '0.1.0',
    cwe: [916, 321, 326],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import os\n\nfrom cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\ncipher = AESGCM(os.environ["MASTER_KEY"].encode()[:32])\n',
    good: 'import base64\nimport os\n\nfrom cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\ncipher = AESGCM(base64.b64decode(os.environ["MASTER_KEY"]))\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['cryptography', 'Crypto', 'Cryptodome', 'nacl'],
  visit: {
    Module(module, ctx) {
      const found = new Map<string, Weak[]>();
      for (const call of nodesOf(module, 'Call')) {
        const weak = weakKey(call, ctx);
        if (weak !== undefined) found.set(weak.fact, [...(found.get(weak.fact) ?? []), weak]);
      }
      for (const [first, ...others] of found.values()) if (first !== undefined) report(first, others, ctx);
    },
  },
});

/** A cipher, and the secret that its key is made of. */
interface Weak {
  readonly call: Call;
  readonly derived: DerivedKey;
  readonly fact: string;
}

function weakKey(call: Call, ctx: SourceContext): Weak | undefined {
  const cipher = call.func.kind === 'Call' ? undefined : ctx.names.qualifiedName(call.func);
  if (cipher === undefined || !CIPHERS.test(cipher)) return undefined;
  const key = call.args[0] ?? ctx.values.givenArgument(call, 'key', 0);
  if (key === undefined || key.kind === 'Starred') return undefined;
  const derived = isReadingOnly(call, ctx) ? undefined : derivationOf(key, ctx);
  const derivation = derived === undefined ? undefined : describe(derived.steps, cipher.endsWith('.Fernet'));
  if (derived === undefined || derivation === undefined) return undefined;
  // One round is enough for a random secret, which all are that a program takes as a key and nobody types.
  if (isOnlyHashed(derived) && !isPasswordName(derived.name)) {
    ctx.proven({
      at: call,
      by: 'the key uses a whole random secret, which needs no stretching',
      where: derived.leaf,
    });
    return undefined;
  }
  const shown = cipher.split('.').slice(-2).join('.').replace('fernet.', '');
  return { call, derived, fact: `weak key derivation: the key of \`${shown}\` is \`${derived.name}\` ${derivation}` };
}

/** What was written so in former times must be read so. */
function isReadingOnly(cipher: Call, ctx: SourceContext): boolean {
  const uses = ctx.flow.destinations(cipher);
  return (
    uses.length > 0 &&
    uses.every(
      ({ kind, node }) => kind === 'receiver' && node.kind === 'Call' && /^decrypt/.test(nameOfPlace(node.func) ?? ''),
    )
  );
}

/** One way to make a key is one defect, however many ciphers use it. */
function report({ call, derived, fact }: Weak, others: readonly Weak[], ctx: SourceContext): void {
  ctx.report({
    at: call,
    message: fact,
    related: [
      { at: derived.leaf, message: 'the secret is read here' },
      ...others.map((other) => ({ at: other.call, message: 'used here as well' })),
    ],
    ...([derived, ...others.map((other) => other.derived)].some(({ leaf }) => holdsText(leaf)) && {
      hidesCode: true as const,
    }),
  });
}

const isOnlyHashed = ({ steps }: DerivedKey): boolean =>
  steps.has('hashed') && !steps.has('cut') && !steps.has('padded');

/** The fallback of a variable may be on one of the lines shown. */
const holdsText = (leaf: Expression): boolean =>
  leaf.parent?.kind === 'BoolOp' ||
  leaf.parent?.kind === 'IfExp' ||
  (leaf.kind === 'Call' && leaf.args.length + leaf.keywords.length > 1);

function describe(steps: DerivedKey['steps'], isFernet: boolean): string | undefined {
  if (steps.has('hashed')) return 'hashed only once';
  if (steps.has('padded')) return 'padded to key length';
  if (steps.has('cut')) return 'truncated to key length';
  if (isFernet) return steps.has('base64') ? 'in base64, without key derivation' : undefined;
  return steps.has('encoded') ? 'as plain text' : undefined;
}
