import { type Constant, isDocstring, wordsOfName } from '#ast';
import { memoize } from '#collections';
import { type DoubtId, defineSourceRule, type Problem, type SourceContext } from '#kit';
import {
  isBehindRefusal,
  isCalledMadeUp,
  isForHost,
  isForRemoteHost,
  isNamedMadeUp,
  isRefusedLater,
  isRemoteHost,
  wordsBeside,
} from '#kit/secrets';
import {
  isChosenPassword,
  isIssuedToProgram,
  isPasswordHash,
  isPasswordName,
  isRandomText,
  isWeakSecret,
  isWordLike,
  mayBeForPublic,
  namesItself,
  secretKindOf,
  secretShapeOf,
} from '#knowledge/secrets';
import { saidByToken } from '#knowledge/token-claims';
import { limitsMetIn } from '#semantics';
import { carriersOf } from '#semantics/values/carriers';
import { boundNameAround } from '../_shared/bound-name.ts';
import { isForDebugging, isLaidOverForWork, isOfClient, onlyReports, whyUnused } from '../_shared/where-it-counts.ts';
import { hostWithPassword, opensLittle, secretWithin } from './address-password.ts';
import { firstPasswordBeside, isOfPassingAccount, passwordOfAccount, passwordOfMadeAccount } from './first-account.ts';
import { isAskedOfStrangers, onlyAnswersChallenge, passwordOfGate } from './gate-password.ts';
import { opensAccount } from './issued-access.ts';
import { type NamedLiteral, namesOfLiteral } from './literal-name.ts';
import { isSetForItself } from './own-environment.ts';
import { isBesideItsIdentifier, isBesideRemoteHost, isShownToService } from './presented-secret.ts';
import { tableAround } from './table-around.ts';
import {
  conditionOfUse,
  MINOR_SECRET,
  PERHAPS_PUBLIC,
  SECRET_USED_HERE,
  whereAsked,
  whereOpened,
  whereSessionsAreSigned,
  whereTokensAreSigned,
} from './use-of-secret.ts';
import { secretByUse } from './weak-key.ts';

/** Files in which only what a provider issued counts: settings that people edit are "generated", and examples are copied with their secrets. */
const TEST_ROLES: ReadonlySet<string> = new Set(['test', 'benchmark', 'documentation', 'stub']);

export default defineSourceRule({
  docs: {
    summary: 'secret written in the code',
    why: 'Everybody who can read the repository, an image or a traceback has the secret, it stays in the history after it is changed, and a fallback of this kind is what production runs with on the day the variable is missing.',
    remedy:
      'Read the secret from the environment or a vault, fail where it is missing, and replace the one in the history.',
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
  needs: ['askings', 'values'],
  visit: {
    Constant(literal, ctx) {
      if (literal.value.kind !== 'str' && literal.value.kind !== 'bytes') return;
      const text = literal.value.value;
      if (text.length < 4 || isOutOfPlace(literal)) return;
      const shape = secretShapeOf(text) ?? (hostWithPassword(text) && IN_ADDRESS);
      if (shape !== undefined && saidByToken(text) === 'public')
        return ctx.proven({ at: literal, by: "the token says itself that it is everybody's" });
      const { role } = ctx.context;
      const isTest = TEST_ROLES.has(role) || (role === 'example' && !isRandomText(text));
      const found = isTest ? undefined : findNamed(literal, text, ctx);
      const unused = found && shape === undefined ? whyUnused(literal, found.isFallback, ctx) : undefined;
      if (unused !== undefined) return ctx.proven({ at: literal, by: unused });
      if ((shape === undefined && found === undefined) || (isTest && shape === IN_ADDRESS)) return;
      if (++secretsIn(ctx).count > MOST_SECRETS) return limitsMetIn(ctx.source).meet('secrets', TOO_MANY, literal);
      const said = found?.isOfAccount === true ? firstPasswordBeside(literal, ctx) : text;
      const doubt = found?.isAsked === 'perhaps' ? undefined : doubtOf(literal, text, { found, shape }, ctx);
      ctx.report({
        at: literal,
        hidesCode: true,
        cause: tableAround(literal, ctx.path) ?? secretWithin(said),
        message: describe(found, shape),
        ...(found?.isFallback && {
          remedy: `Fail at start-up where \`${found.name}\` is not set, and make one per installation`,
        }),
        ...(doubt === undefined ? gradeOf(literal, text, { found, shape }, ctx) : { ...MINOR_SECRET, doubt }),
      });
    },
  },
});

/** Of each the whole file is asked what it is for. */
const MOST_SECRETS = 500;
const TOO_MANY = `\`hardcoded-secret\` reports the first ${MOST_SECRETS} secrets of a file`;
const secretsIn = memoize((_: SourceContext) => ({ count: 0 }));

const IN_ADDRESS = 'a password in an address';

function doubtOf(literal: Constant, text: string, { found, shape }: Told, ctx: SourceContext): DoubtId | undefined {
  if (isMadeUp(literal, text, ctx) || ctx.context.role === 'test') return 'placeholder-secret';
  if (shape === undefined && STANDS_IN.test(ctx.path)) return 'placeholder-secret';
  if (found?.isFallback === true && isBehindRefusal(literal, found.name, ctx)) return 'placeholder-secret';
  if (shape !== undefined) return undefined;
  if (isSetForItself(literal, ctx) && (found?.isFallback === true || !isRandomText(text))) return 'placeholder-secret';
  if (onlyAnswersChallenge(literal) || onlyReports(literal, ctx)) return 'placeholder-secret';
  if (isForDebugging(literal)) return 'development-only';
  if (found?.isOfAccount === true && isOfPassingAccount(literal, ctx)) return 'placeholder-secret';
  return isLaidOverForWork(ctx, ctx.path) ? 'development-only' : undefined;
}

type Grading = Pick<Problem, 'kind' | 'doubt' | 'when'>;

/** P0 is what has to be replaced tonight: what providers issue to one account, and the password of a host that it names. */
function gradeOf(literal: Constant, text: string, { found, shape }: Told, ctx: SourceContext): Grading {
  if (shape === IN_ADDRESS && (opensLittle(text, boundNameAround(literal)) || !isRemoteHost(hostWithPassword(text))))
    return MINOR_SECRET;
  if (shape !== undefined) return mayBeForPublic(shape) ? gradeOfPublic(literal, text, found, ctx) : {};
  if (found === undefined || isPasswordHash(text)) return PERHAPS_PUBLIC;
  const { name, isFallback, isAsked } = found;
  if (passwordOfGate(literal, ctx)?.isUnsent === false) return SECRET_USED_HERE;
  if (found.isOfAccount === true || found.isOfUse === 'opens') return SECRET_USED_HERE;
  if (found.isOfUse === 'signs')
    return /^secret_key$/i.test(name)
      ? { ...SECRET_USED_HERE, when: whereSessionsAreSigned([name], ctx.path, 'keep') }
      : SECRET_USED_HERE;
  if (isAsked === 'perhaps') return { ...SECRET_USED_HERE, when: whereAsked(literal, text, found, ctx) };
  const isPassword = isPasswordName(name);
  const words = () => [...[name, ctx.path].flatMap(wordsOfName), ...wordsBeside(literal)];
  const isWeak = !isRandomText(text) || isWordLike(text, words());
  if (isPassword && (isForRemoteHost(literal) || (!isWeak && isBesideRemoteHost(literal, name)))) return {};
  const isIssued = isIssuedToProgram(name) || (!isPassword && isBesideItsIdentifier(literal, name));
  if (isWeak && isFallback && !isAsked && (isIssued || isShownToService(literal, name)))
    return { ...SECRET_USED_HERE, when: whereTokensAreSigned(literal, name) };
  if (!isAsked && (secretKindOf(name) === 'access' || isIssued))
    return !isFallback && opensAccount(literal, text, name, ctx) ? {} : { when: whereOpened(literal, found.names) };
  // Nobody types such a text to fill a gap: it opens the server that is reached with it, on whatever machine the code runs.
  if (isPassword && !isFallback) return !isWeak && isForHost(literal) && isChosenPassword(text) ? {} : MINOR_SECRET;
  if (!isFallback && isOfClient(ctx)) return PERHAPS_PUBLIC;
  return { ...SECRET_USED_HERE, when: conditionOfUse(literal, text, found, ctx) };
}

/** A key of maps, or a token. */
function gradeOfPublic(literal: Constant, text: string, found: Named | undefined, ctx: SourceContext): Grading {
  const says = saidByToken(text);
  if (says === 'ends') return MINOR_SECRET;
  if (says === 'opens everything') return {};
  return says !== undefined && found !== undefined && opensAccount(literal, text, found.name, ctx)
    ? {}
    : PERHAPS_PUBLIC;
}

interface Told {
  readonly found: Named | undefined;
  readonly shape: string | undefined;
}

/** A guess: file or code calls the text made up, or the program refuses it somewhere. */
function isMadeUp(literal: Constant, text: string, ctx: SourceContext): boolean {
  if (isNamedMadeUp(ctx.path, text) && secretShapeOf(text) === undefined) return true;
  return isCalledMadeUp(literal, ctx) || (passwordOfGate(literal, ctx)?.isUnsent ?? isRefusedLater(literal, ctx));
}

const STANDS_IN = /(?:^|[/_.-])mock(?:s|ed|_server)?(?=[/_.-])/i;

function describe(found: Named | undefined, shape: string | undefined): string {
  if (found?.isFallback) return `\`${found.name}\` falls back to a text that everybody who reads the code knows`;
  return `${shape ?? (found?.isOfAccount ? found.name : `\`${found?.name}\``)} is written in the code`;
}

/** Docstrings, and texts inside f-strings, which are no values of their own. */
const isOutOfPlace = ({ parent }: Constant): boolean =>
  parent?.kind === 'JoinedStr' || (parent?.kind === 'Expr' && isDocstring(parent));

interface Named {
  readonly name: string;
  /** Whatever else it is called: a variable of the program, and one of its environment. */
  readonly names: readonly string[];
  readonly isFallback: boolean;
  /** The program asks strangers for it, by whatever name; `perhaps` where it would have to be another module. */
  readonly isAsked?: boolean | 'perhaps';
  readonly isOfAccount?: boolean;
  /** What it does where it is used: `opens` a server elsewhere. */
  readonly isOfUse?: 'signs' | 'opens';
}

/** By its name, where its text may be one. */
function findNamed(literal: Constant, text: string, ctx: SourceContext): Named | undefined {
  const isRandom = isRandomText(text);
  // Most texts are prose and paths, which is cheaper to see than what they are called.
  if (!isRandom && NO_SECRET.test(text)) return PHRASE.test(text) ? phraseThatSigns(literal, ctx) : undefined;
  // What it is called where it is written says more than what it is called where it is used.
  for (const place of [literal, ...carriersOf(literal, ctx)]) {
    const found = namesOfLiteral(place, ctx);
    const named = passwordOfMadeAccount(place) ?? (found && nameAmong(found, text, literal, ctx));
    if (named !== undefined) return named;
  }
  return passwordOfGate(literal, ctx) ?? passwordOfAccount(literal, ctx) ?? secretByUse(literal, text, ctx);
}

function nameAmong(found: NamedLiteral, text: string, literal: Constant, ctx: SourceContext): Named | undefined {
  const name = found.names.find((each) => secretKindOf(each) !== undefined);
  const kind = name === undefined ? undefined : secretKindOf(name);
  if (name === undefined || kind === undefined || namesItself(text, name)) return undefined;
  if (isRandomText(text) || (found.isFallback && isWeakSecret(text, kind))) return { name, ...found };
  if (kind !== 'access' || !found.isFallback || !isWeakSecret(text, 'own')) return undefined;
  return { name, ...found, isAsked: isAskedOfStrangers(literal, ctx) || 'perhaps' };
}

/** `app.secret_key = "my secret key"`: what sessions are signed with is often a few words. */
function phraseThatSigns(literal: Constant, ctx: SourceContext): Named | undefined {
  const found = namesOfLiteral(literal, ctx);
  const name = found?.names.find((each) => /^secret_key$/i.test(each));
  return name === undefined || found === undefined ? undefined : { name, ...found };
}

const PHRASE = /^[\w'!?,-]+(?: [\w'!?,-]+){1,7}$/;

/** Addresses, paths, templates, prose, and words that stand for no value. */
const NO_SECRET = /:\/\/|^[./~]|[<>{}\s%]|^(none|null|nil|true|false|env|auto|prompt)$/i;
