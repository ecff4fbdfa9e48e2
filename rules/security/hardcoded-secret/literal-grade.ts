/** Which literals are secrets, and how much each opens. */
import { type Constant, isDocstring, wordsOfName } from '#ast';
import type { DoubtId, Problem, SourceContext } from '#kit';
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
import { carriersOf } from '#semantics/values/carriers';
import { type NamedLiteral, namesOfLiteral } from '#semantics/values/literal-names';
import { boundNameAround } from '../_shared/bound-name.ts';
import { isForDebugging, isLaidOverForWork, isOfClient, onlyReports } from '../_shared/where-it-counts.ts';
import { hostWithPassword, opensLittle } from './address-password.ts';
import { isOfPassingAccount, passwordOfAccount, passwordOfMadeAccount } from './first-account.ts';
import { isComparedWithInput, onlyAnswersChallenge, passwordOfGate } from './gate-password.ts';
import { opensAccount } from './issued-access.ts';
import { isSetForItself } from './own-environment.ts';
import { isBesideItsIdentifier, isBesideRemoteHost, isShownToService } from './presented-secret.ts';
import {
  conditionOfUse,
  MINOR_SECRET,
  PERHAPS_PUBLIC,
  SECRET_USED_HERE,
  whereCompared,
  whereOpened,
  whereSessionsAreSigned,
  whereTokensAreSigned,
} from './use-of-secret.ts';
import { secretByUse } from './weak-key.ts';

export const IN_ADDRESS = 'a password in a connection URL';

export function doubtOf(
  literal: Constant,
  text: string,
  { found, shape }: LiteralFact,
  ctx: SourceContext,
): DoubtId | undefined {
  if (isMadeUp(literal, text, ctx) || ctx.context.role === 'test') return 'placeholder-secret';
  if (shape === undefined && MOCK.test(ctx.path)) return 'placeholder-secret';
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
export function gradeOf(literal: Constant, text: string, { found, shape }: LiteralFact, ctx: SourceContext): Grading {
  if (shape === IN_ADDRESS && (opensLittle(text, boundNameAround(literal)) || !isRemoteHost(hostWithPassword(text))))
    return MINOR_SECRET;
  if (shape !== undefined) return mayBeForPublic(shape) ? gradeOfPublic(literal, text, found, ctx) : {};
  if (found === undefined || isPasswordHash(text)) return PERHAPS_PUBLIC;
  const { name, isFallback, isCompared } = found;
  if (passwordOfGate(literal, ctx)?.isUnsent === false) return SECRET_USED_HERE;
  if (found.isOfAccount === true || found.isOfUse === 'opens') return SECRET_USED_HERE;
  if (found.isOfUse === 'signs')
    return /^secret_key$/i.test(name)
      ? { ...SECRET_USED_HERE, when: whereSessionsAreSigned([name], ctx.path, 'keep') }
      : SECRET_USED_HERE;
  if (isCompared === 'perhaps') return { ...SECRET_USED_HERE, when: whereCompared(literal, text, found, ctx) };
  const isPassword = isPasswordName(name);
  const words = () => [...[name, ctx.path].flatMap(wordsOfName), ...wordsBeside(literal)];
  const isWeak = !isRandomText(text) || isWordLike(text, words());
  if (isPassword && (isForRemoteHost(literal) || (!isWeak && isBesideRemoteHost(literal, name)))) return {};
  const isIssued = isIssuedToProgram(name) || (!isPassword && isBesideItsIdentifier(literal, name));
  if (isWeak && isFallback && !isCompared && (isIssued || isShownToService(literal, name)))
    return { ...SECRET_USED_HERE, when: whereTokensAreSigned(literal, name) };
  if (!isCompared && (secretKindOf(name) === 'access' || isIssued))
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

interface LiteralFact {
  readonly found: Named | undefined;
  readonly shape: string | undefined;
}

/** A guess: file or code calls the text made up, or the program refuses it somewhere. */
function isMadeUp(literal: Constant, text: string, ctx: SourceContext): boolean {
  if (isNamedMadeUp(ctx.path, text) && secretShapeOf(text) === undefined) return true;
  return isCalledMadeUp(literal, ctx) || (passwordOfGate(literal, ctx)?.isUnsent ?? isRefusedLater(literal, ctx));
}

const MOCK = /(?:^|[/_.-])mock(?:s|ed|_server)?(?=[/_.-])/i;

export function describe(found: Named | undefined, shape: string | undefined): string {
  if (found?.isFallback) return `hard-coded secret as the fallback for \`${found.name}\``;
  if (shape !== undefined) return `hard-coded ${shape.replace(/^an? /, '')}`;
  return found?.isOfAccount ? 'hard-coded account password' : `hard-coded secret in \`${found?.name}\``;
}

/** Docstrings, and texts inside f-strings, which are no values of their own. */
export const isOutOfPlace = ({ parent }: Constant): boolean =>
  parent?.kind === 'JoinedStr' || (parent?.kind === 'Expr' && isDocstring(parent));

/** A value follows it in an f-string. */
export const isBegun = (literal: Constant): boolean =>
  literal.parent?.kind === 'JoinedStr' && literal.parent.values.at(-1) !== literal;

interface Named {
  readonly name: string;
  /** Whatever else it is called: a variable of the program, and one of its environment. */
  readonly names: readonly string[];
  readonly isFallback: boolean;
  /** The program compares untrusted input with it, by whatever name; `perhaps` where it would have to be another module. */
  readonly isCompared?: boolean | 'perhaps';
  readonly isOfAccount?: boolean;
  /** What it does where it is used: `opens` a server elsewhere. */
  readonly isOfUse?: 'signs' | 'opens';
}

/** By its name, where its text may be one. */
export function findNamed(
  literal: Constant,
  text: string,
  ctx: SourceContext,
  name: string | undefined,
): Named | undefined {
  if (name !== undefined) return { name, names: [name], isFallback: false };
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
  return { name, ...found, isCompared: isComparedWithInput(literal, ctx) || 'perhaps' };
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
