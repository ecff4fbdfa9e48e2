import { memoize } from '#collections';
import { defineSourceRule, type SourceContext } from '#kit';
import { isRandomText, secretShapeOf } from '#knowledge/secrets';
import { credentialShown } from '#knowledge/shown-credentials';
import { saidByToken } from '#knowledge/token-claims';
import { limitsMetIn } from '#semantics';
import { signsTokens, usesSecretKey } from '../_shared/key-use.ts';
import { whyUnused } from '../_shared/where-it-counts.ts';
import { hostWithPassword, secretWithin } from './address-password.ts';
import { firstPasswordBeside } from './first-account.ts';
import { comparedWithInput, knowsText, laidOver } from './known-elsewhere.ts';
import { describe, doubtOf, findNamed, gradeOf, IN_ADDRESS, isBegun, isOutOfPlace } from './literal-grade.ts';
import { tableAround } from './table-around.ts';
import { MINOR_SECRET } from './use-of-secret.ts';

/** Files in which only what a provider issued counts: settings that people edit are "generated", and examples are copied with their secrets. */
const TEST_ROLES: ReadonlySet<string> = new Set(['test', 'benchmark', 'documentation', 'stub']);

/** Of each the whole file is asked what it is for. */
const MOST_SECRETS = 500;
const TOO_MANY = `\`hardcoded-secret\` reports only the first ${MOST_SECRETS} secrets of a file`;
const secretsIn = memoize((_: SourceContext) => ({ count: 0 }));

export default defineSourceRule({
  docs: {
    summary: 'hard-coded secret',
    why: 'Anyone who can read the repository, an image or a traceback has the secret, and it stays in the Git history. A hard-coded default is used in production whenever the variable is missing.',
    remedy: 'Read the secret from the environment or a vault, fail if it is missing, and rotate the exposed one',
    harm: 'discloses',
    severity: {
      'issued by a provider, or for a named host': 'P0',
      'used here to sign or authenticate': 'P0',
      'may be public, weak or unused': 'P1',
    },
    precision: 'low',
    measured: { read: 13, right: 13, on: 'khoj, label_studio, llama_stack, dbgpt, langchain_community' },
    since: '0.1.0',
    cwe: [798, 259],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import os\n\nSIGNING_KEY = os.environ.get("ORDERS_SIGNING_KEY", "orders-dev-signing")\n',
    good: 'import os\n\nSIGNING_KEY = os.environ["ORDERS_SIGNING_KEY"]\n',
  },
  questions: [signsTokens, usesSecretKey, comparedWithInput, knowsText, laidOver],
  visit: {
    Constant(literal, ctx) {
      if (literal.value.kind !== 'str' && literal.value.kind !== 'bytes') return;
      const { text, name } = credentialShown(literal.value.value, isBegun(literal));
      if (text.length < 4 || (name === undefined && isOutOfPlace(literal))) return;
      const shape = secretShapeOf(text) ?? (hostWithPassword(text) && IN_ADDRESS);
      if (shape !== undefined && saidByToken(text) === 'public')
        return ctx.proven({ at: literal, by: 'the token states that it is public' });
      const { role } = ctx.context;
      const isTest = TEST_ROLES.has(role) || (role === 'example' && !isRandomText(text));
      const found = isTest ? undefined : findNamed(literal, text, ctx, name);
      const unused = found && shape === undefined ? whyUnused(literal, found.isFallback, ctx) : undefined;
      if (unused !== undefined) return ctx.proven({ at: literal, by: unused });
      if ((shape === undefined && found === undefined) || (isTest && shape === IN_ADDRESS)) return;
      if (++secretsIn(ctx).count > MOST_SECRETS) return limitsMetIn(ctx.source).meet('secrets', TOO_MANY, literal);
      const said = found?.isOfAccount === true ? firstPasswordBeside(literal, ctx) : text;
      const doubt = found?.isCompared === 'perhaps' ? undefined : doubtOf(literal, text, { found, shape }, ctx);
      ctx.report({
        at: literal,
        hidesCode: true,
        cause: tableAround(literal, ctx.path) ?? secretWithin(said),
        message: describe(found, shape),
        ...(found?.isFallback && {
          remedy: `Fail at start-up if \`${found.name}\` is not set, and generate one per installation`,
        }),
        ...(doubt === undefined ? gradeOf(literal, text, { found, shape }, ctx) : { ...MINOR_SECRET, doubt }),
      });
    },
  },
});
