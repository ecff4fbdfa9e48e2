import { argumentValues, boundTarget, type Expression, holds, lastName, type Node, nameOfPlace, nodesOf } from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import { SECRET_GENERATORS } from '#knowledge/secret-generators';
import { secretKindOf } from '#knowledge/secrets';
import type { Question } from '#project';
import { type Fallback, fallbackOf } from '#semantics/values/fallback';
import { settingDefaultedTo } from '#semantics/values/setting-default';
import { namesKnown } from '../_shared/bound-name.ts';
import { isEnvironmentGuarded } from '../_shared/environment-guard.ts';
import { signsTokens, usesSecretKey } from '../_shared/key-use.ts';
import { outermostForm } from '../_shared/value-forms.ts';
import { isKept } from './kept-value.ts';
import { secretMakerOf } from './secret-maker.ts';

const CIPHERS = /^(?:cryptography|Crypto|Cryptodome|nacl|jwt|jose|authlib|itsdangerous|hmac)\./;

export default defineSourceRule({
  docs: {
    summary: 'ephemeral secret: random fallback for a missing secret',
    why: 'Each worker, and each restart, gets a different secret. Sessions and tokens become invalid, and data encrypted with the old secret is lost.',
    remedy: 'Raise if the secret is not configured, and make the random fallback an explicit development option',
    harm: 'loses',
    severity: {
      'encrypts or signs': 'P0',
      'other secret': 'P2',
    },
    precision: 'low',
    measured: { read: 9, right: 8, on: 'tensafe, litellm, mindsdb' },
    since: '0.1.0',
    cwe: [1188, 321],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'KEY-01' },
      { document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.2' },
    ],
    bad: 'import os\nimport secrets\n\nSIGNING_KEY = os.environ.get("SIGNING_KEY") or secrets.token_hex(32)\n',
    good: 'import os\n\nSIGNING_KEY = os.environ["SIGNING_KEY"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: lastNames(SECRET_GENERATORS),
  questions: [signsTokens, usesSecretKey],
  visit: {
    Call(call, ctx) {
      const maker = secretMakerOf(call, ctx);
      if (maker === undefined) return;
      const value = outermostForm(call);
      const missing = findMissing(value, ctx) ?? missingWhereUsed(value, ctx);
      if (missing === undefined || isEnvironmentGuarded(call) || isKept(value, ctx)) return;
      ctx.report({
        at: call,
        message: `ephemeral secret: a missing \`${missing.name}\` is replaced by \`${maker.split('.').slice(-2).join('.')}()\`, which differs in each process`,
        remedy: `Raise if \`${missing.name}\` is not configured, and make the random fallback an explicit development option`,
        ...gradeOf(value, missing.name, ctx),
        related: missing.at === undefined ? [] : [{ at: missing.at, message: 'the fallback is chosen here' }],
      });
    },
  },
});

/** What it encrypts or signs outlives the process: whether it does the file shows, or the project knows. */
function gradeOf(value: Expression, missing: string, ctx: SourceContext): Pick<Problem, 'kind' | 'when'> {
  const names = namesKnown(value, [missing]);
  const isGiven = (node: Node): boolean =>
    (node.kind === 'Name' || node.kind === 'Attribute') && names.includes(lastName(node) ?? '');
  const encrypts = nodesOf(ctx.module, 'Call').some(
    (call) =>
      CIPHERS.test(ctx.types.calleeName(call.func) ?? '') && argumentValues(call).some((each) => holds(each, isGiven)),
  );
  if (encrypts) return {};
  const isOfApplication = names.some((name) => /^secret_key$/i.test(name));
  const signs: Question[] = [
    signsTokens.ask({ names: names.filter((name) => secretKindOf(name) !== undefined) }),
    ...(isOfApplication ? [usesSecretKey.ask({ from: ctx.path })] : []),
  ];
  const question = { kind: 'any', of: signs } as const;
  const kind = 'other secret';
  return { when: { question, yes: 'keep', no: { kind }, unknown: { kind } } };
}

interface Missing {
  readonly name: string;
  readonly at: Node | undefined;
}

/** What is not configured where the value is taken: only what lives as long as the process counts. */
function findMissing(value: Expression, ctx: SourceContext): Missing | undefined {
  const fallback = fallbackOf(value, ctx);
  if (fallback !== undefined) return missingIn(fallback, value, ctx);
  const setting = settingDefaultedTo(value, ctx)?.name;
  const name = setting !== undefined && secretKindOf(setting) === 'own' ? setting : nameOfApplicationKey(value);
  return name === undefined ? undefined : { name, at: undefined };
}

/** `_DEV_KEY = secrets.token_hex(32)`, and below it `if settings.key: return settings.key`, `return _DEV_KEY`. */
function missingWhereUsed(value: Expression, ctx: SourceContext): Missing | undefined {
  const target = boundTarget(value);
  const bound = target?.kind === 'Name' ? ctx.names.resolve(target) : undefined;
  if (bound?.scope.kind !== 'module') return undefined;
  for (const use of bound.references) {
    const fallback = use === target ? undefined : fallbackOf(use, ctx);
    const secret = fallback?.names.find((name) => secretKindOf(name) !== undefined);
    if (fallback !== undefined && secret !== undefined) return { name: secret, at: fallback.node };
  }
  return undefined;
}

function missingIn({ names, node }: Fallback, value: Expression, ctx: SourceContext): Missing | undefined {
  const secret = names.find(
    (name) => secretKindOf(name) === 'own' || (isVariable(name) && secretKindOf(name) !== undefined),
  );
  if (secret === undefined) return undefined;
  const at = node.kind === 'If' || node.kind === 'IfExp' ? node.test : node.kind === 'ExceptHandler' ? node.type : node;
  if (names.some(isVariable)) return { name: secret, at };
  // A password or key that one call makes for one object is what generators are for.
  const isConfiguration = !/pass(word|wd|phrase)|pwd/i.test(secret) && isKeptForLife(value, ctx);
  return isConfiguration ? { name: secret, at } : undefined;
}

/** `SHOP_SECRET_KEY`: a variable of the environment or a constant of the settings. */
const isVariable = (name: string): boolean => /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(name);

/** Stored by a constructor, or in a global. */
function isKeptForLife(value: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(value);
  if (fn === undefined) return true;
  const isStored = ctx.flow.destinations(value).some(({ kind }) => kind === 'attribute-store');
  return isStored && (fn.name === '__init__' || fn.name === '__post_init__');
}

/** `app.secret_key = …`; whether anything uses a constant of a module is not seen here. */
function nameOfApplicationKey(value: Expression): string | undefined {
  const target = boundTarget(value);
  const name = target === undefined ? undefined : nameOfPlace(target);
  const isOwn = target?.kind === 'Attribute' && nameOfPlace(target.value) === 'self';
  return target?.kind !== 'Name' && !isOwn && name?.toLowerCase() === 'secret_key' ? name : undefined;
}
