import { type Expression, lastName, nameOfPlace, numberConstant, type Subscript, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { ValueUse } from '#semantics';
import { digestedBy } from './_shared/digests.ts';
import { isEnvironmentGuarded } from './_shared/environment-guard.ts';
import { containerKeyedBy } from './_shared/keyed-container.ts';
import { namesAtUse } from './_shared/use-names.ts';

/** Below 64 bits a few billion tries make two inputs with one digest, and below 40 chance does. */
const ENOUGH_BITS = 64;
const ACCESS: ReadonlySet<string> = new Set(
  'tenant user account owner customer org organization principal workspace namespace session token credential'.split(
    ' ',
  ),
);
const KEPT =
  /(?:^|_)(?:cache|storage|store|object|artifact|dedup|dedupe|idempotency|content|document|doc|file|chunk|blob)_?(?:key|id|uid)s?$/i;
const IDENTIFYING: ReadonlySet<string> = new Set(['id', 'key', 'uid', 'identifier']);
/** What is only shown or written down. */
const SHOWN =
  /^_*(?:hash|sanitize|normalize|safe|mask|obfuscate|anonymize)_|(?:^|_)(?:log|display|short|label|color|colour|suffix|prefix|debug|trace|version|fingerprint|etag|anonym\w*|masked|redacted|preview|correlation|tag|node|element|div|widget|run|build)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'hash collision: truncated digest used as an identity',
    why: 'Two inputs with the same truncated digest get the same identity. This happens by chance with many entries, and an attacker can search for a match.',
    remedy: 'Keep the whole digest, or at least 32 hexadecimal digits of it, and truncate only for display',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    measured: { read: 2, right: 2, on: 'TenSafe' },
    since: '0.1.0',
    cwe: [328, 694],
    origin: [{ document: 'TenSafe Issue Register', finding: 'AUTH-01' }],
    bad: 'import hashlib\n\n\ndef tenant_id(name):\n    return hashlib.sha256(name.encode()).hexdigest()[:8]\n',
    good: 'import hashlib\n\n\ndef tenant_id(name):\n    return hashlib.sha256(name.encode()).hexdigest()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['hexdigest', 'digest'],
  visit: {
    Subscript(part, ctx) {
      const bits = bitsKept(part, ctx);
      if (bits === undefined || bits >= ENOUGH_BITS) return;
      const inputs = digestedBy(part.value, ctx);
      if (inputs === undefined || inputs.length === 0 || !isOpen(inputs, ctx)) return;
      const use = identityOf(part, ctx);
      if (use === undefined || isEnvironmentGuarded(part)) return;
      ctx.report({
        at: part,
        message: `hash collision: \`${use.name}\` keeps only ${bits} bits of a digest`,
        cause: 'habit',
        remedy: `Keep the whole digest in \`${use.name}\` and truncate only for display`,
        doubt: use.isSure ? undefined : 'role-from-name',
      });
    },
  },
});

/** `h.hexdigest()[:8]` keeps 32 bits, `h.digest()[:4]` as many. */
function bitsKept(part: Subscript, ctx: SourceContext): number | undefined {
  const { slice, value } = part;
  if (slice.kind !== 'Slice' || (numberConstant(slice.lower) ?? 0) > 0 || slice.upper === undefined) return undefined;
  if (value.kind !== 'Call') return undefined;
  const isHex = lastName(value.func) === 'hexdigest';
  if (!isHex && lastName(value.func) !== 'digest') return undefined;
  const length = ctx.values.number(slice.upper);
  return length === undefined || length <= 0 ? undefined : length * (isHex ? 4 : 8);
}

/** What is digested comes from outside the function: neither constants nor the parts of a class's own settings. */
function isOpen(inputs: readonly Expression[], ctx: SourceContext): boolean {
  return inputs.some((input) =>
    ctx.flow.sources(input).some(({ kind }) => kind !== 'constant' && kind !== 'environment' && kind !== 'arguments'),
  );
}

/** What the value identifies by the names that it goes under, and whether they leave no doubt. */
function identityOf(part: Subscript, ctx: SourceContext): Identity | undefined {
  const uses = ctx.flow.destinations(part);
  const names = uses.flatMap((use) => namesAtUse(use, ctx).map(({ name }) => name));
  if (uses.some(isUniqueOtherwise)) return undefined;
  if (uses.every((use) => isShown(use, ctx))) return undefined;
  const sure = names.find(isSureName) ?? uses.map(lookedUpIn).find((name) => name !== undefined);
  if (sure !== undefined) return { name: sure, isSure: !names.some((name) => SHOWN.test(name)) };
  const name = names.find((each) => IDENTIFYING.has(wordsOfName(each).at(-1) ?? ''));
  return name === undefined ? undefined : { name, isSure: false };
}

interface Identity {
  readonly name: string;
  readonly isSure: boolean;
}

/** `f"{name}-{digest}"`, `name + digest`: the rest of the text shows most of them apart. */
function isUniqueOtherwise({ kind, node }: ValueUse): boolean {
  if (kind === 'format' && node.kind === 'JoinedStr')
    return node.values.filter((part) => part.kind === 'FormattedValue').length > 1;
  if (kind !== 'operand' || node.kind !== 'BinOp') return false;
  return node.left.kind !== 'Constant' && node.right.kind !== 'Constant';
}

function isSureName(name: string): boolean {
  const words = wordsOfName(name);
  return KEPT.test(name) || (IDENTIFYING.has(words.at(-1) ?? '') && words.some((word) => ACCESS.has(word)));
}

const isShown = ({ kind, node }: ValueUse, ctx: SourceContext): boolean =>
  kind === 'format' ||
  kind === 'operand' ||
  (kind === 'argument' && node.kind === 'Call' && ctx.effects.of(node) === 'log');

/** `self._cache[digest]`, `cache.get(digest)`. */
function lookedUpIn(use: ValueUse): string | undefined {
  const container = containerKeyedBy(use);
  const name = container === undefined ? undefined : nameOfPlace(container);
  const isShared = name !== undefined && /cache|session|tenant|user|store/i.test(name);
  return isShared && use.carrier.kind === 'Name' ? use.carrier.id : undefined;
}
