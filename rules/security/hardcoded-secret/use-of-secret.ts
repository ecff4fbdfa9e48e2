/** How bad a secret of the code is by what the project does with it. */
import { type Constant, nodesOf, stringConstant } from '#ast';
import { providedThat } from '#kit';
import { isPlaceholderText } from '#knowledge/secrets';
import type { Condition, Grade, Question } from '#project';
import type { SemanticModel } from '#semantics';
import { boundNameAround, namesKnown } from '../_shared/bound-name.ts';
import { signsTokens, usesSecretKey } from '../_shared/key-use.ts';
import { comparedWithInput, knowsText, laidOver } from './known-elsewhere.ts';

/** Kinds of the rule `hardcoded-secret`. */
export const SECRET_USED_HERE = { kind: 'used here to sign or authenticate' } as const;
export const MINOR_SECRET = { kind: 'may be public, weak or unused' } as const;
/** What names a program to someone else's service has to be in every copy of it, and may be public there. */
export const PERHAPS_PUBLIC = { ...MINOR_SECRET, doubt: 'placeholder-secret' } as const;

/**
 * A module that knows the text looks for it; nothing depends on a setting that other settings replace; what a program only carries,
 * and checks for nobody, is not its own.
 */
export function conditionOfUse(
  literal: Constant,
  text: string,
  {
    names,
    isFallback,
    isCompared,
  }: { readonly names: readonly string[]; readonly isFallback: boolean; readonly isCompared?: boolean | 'perhaps' },
  model: SemanticModel,
): Condition {
  const bound = boundNameAround(literal);
  // Who has it makes tokens for whomever they like; with other keys of a program's own there is less to be made.
  const known = namesKnown(literal, names);
  // Django signs sessions, links and tokens with what its settings have, unless a variable replaces it.
  const isOfDjango = !isFallback && bound === 'SECRET_KEY' && model.names.moduleScope.bindings.has('INSTALLED_APPS');
  const bySigning = providedThat(
    signsTokens.ask({ names: known }),
    isOfDjango || isCompared === true ? 'keep' : MINOR_SECRET,
  );
  let condition = whereItSigns({ known, bound, isFallback }, bySigning, model);
  if (isFallback) condition = unlessKnown(literal, text, model, condition);
  if (bound !== undefined)
    condition = either(
      laidOver.ask({ module: model.names.moduleName, name: bound }),
      { ...MINOR_SECRET, doubt: 'overridden-at-deployment' },
      condition,
    );
  return isFallback ? condition : { ...providedThat({ kind: 'is-service' }, PERHAPS_PUBLIC), yes: condition };
}

/** Another module looks for the text, or for `DEFAULT_SECRET = "…"` by its name. */
function unlessKnown<T extends Grade>(
  literal: Constant,
  text: string,
  { path }: SemanticModel,
  condition: T,
): T | Condition {
  const constant = literal.parent?.kind === 'Assign' ? (boundNameAround(literal) ?? '') : '';
  return [text, constant]
    .filter(isPlaceholderText)
    .reduce<T | Condition>(
      (all, known) => either(knowsText.ask({ text: known, from: path }), PERHAPS_PUBLIC, all),
      condition,
    );
}

/** `admin_token: str = "change-me"`, with which another module compares what a request brings. */
export function whereCompared(
  literal: Constant,
  text: string,
  { names, isFallback }: { readonly names: readonly string[]; readonly isFallback: boolean },
  model: SemanticModel,
): Condition {
  const known = namesKnown(literal, names);
  const yes = isFallback ? unlessKnown(literal, text, model, SECRET_USED_HERE) : SECRET_USED_HERE;
  return { ...providedThat(comparedWithInput.ask({ names: known }), 'drop'), yes };
}

/** A key or token that a program brings along lets someone in where another module asks for it. */
export const whereOpened = (literal: Constant, names: readonly string[]): Condition =>
  either(comparedWithInput.ask({ names: namesKnown(literal, names) }), SECRET_USED_HERE, PERHAPS_PUBLIC);

const either = (question: Question, yes: Grade | Condition, no: Grade | Condition): Condition => ({
  question,
  yes,
  no,
  unknown: no,
});

/** With a default that all know a client comes in nowhere, or where its service has it too; unless the program makes its tokens with it. */
export const whereTokensAreSigned = (literal: Constant, name: string): Condition =>
  providedThat(signsTokens.ask({ names: namesKnown(literal, [name]) }), PERHAPS_PUBLIC);

/** As `bySigning` says, unless the framework whose key it is signs nothing of this program. */
function whereItSigns(
  key: { readonly known: readonly string[]; readonly bound: string | undefined; readonly isFallback: boolean },
  bySigning: Condition,
  model: SemanticModel,
): Condition {
  const { known, bound, isFallback } = key;
  const { bindings } = model.names.moduleScope;
  const isOfFlask =
    known.some((name) => /^secret_key$/i.test(name)) &&
    !bindings.has('INSTALLED_APPS') &&
    (isFallback || !bindings.has('SECRET_KEY'));
  const condition = isOfFlask ? whereSessionsAreSigned(known, model.path, bySigning) : bySigning;
  return bound === 'SECRET_KEY' && hasNoSigningApps(model)
    ? whereSessionsAreSigned(known, model.path, bySigning, condition)
    : condition;
}

/** The key of a Flask application signs its sessions, and nothing where it has none. */
export function whereSessionsAreSigned(
  names: readonly string[],
  from: string,
  otherwise: Grade,
  signed: Grade | Condition = SECRET_USED_HERE,
): Condition {
  const byTokens: Condition = {
    question: signsTokens.ask({ names }),
    yes: otherwise,
    no: MINOR_SECRET,
    unknown: MINOR_SECRET,
  };
  return { question: usesSecretKey.ask({ from }), yes: signed, no: byTokens, unknown: otherwise };
}

/** Django that only keeps rows: its settings list all their apps, and name none that keeps logins, sessions or messages. */
function hasNoSigningApps({ names, source }: SemanticModel): boolean {
  const [apps, other] = names.moduleScope.bindings.get('INSTALLED_APPS')?.definitions ?? [];
  const list = apps?.value;
  if ((list?.kind !== 'List' && list?.kind !== 'Tuple') || other !== undefined) return false;
  return (
    list.elts.every((each) => stringConstant(each) !== undefined) &&
    !nodesOf(source.module, 'Constant').some((each) => SIGNING_APP.test(stringConstant(each) ?? ''))
  );
}

const SIGNING_APP = /^django\.contrib\.(?:admin|auth|messages|sessions)\b/;
