/** How bad a secret of the code is by what the project does with it. */
import { type Constant, nodesOf, stringConstant } from '../../ast/index.ts';
import { asksToBeReplaced } from '../../knowledge/secrets.ts';
import type { Condition, Grade, Question } from '../../project/question.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { providedThat } from '../conditions.ts';
import { answersOnlyHere } from '../settings/local-hosts.ts';
import { boundNameAround, settingFieldAround } from './setting-field.ts';

const minor = (heldBack: string) => ({ ceiling: 'P3', heldBack }) as const;
const ADMITS = { ceiling: 'P1' } as const;
const HERE_ALONE = 'as they stand, the settings answer to this machine alone';
const PERHAPS_PUBLIC = { ceiling: 'P2', heldBack: 'it may be public, or lead into nothing of this program' } as const;

/**
 * A module that knows the text looks for it; nothing depends on a setting that nobody reads, or that other settings replace; what a
 * program only carries, and checks for nobody, is not its own.
 */
export function conditionOfUse(
  literal: Constant,
  text: string,
  { names, isFallback }: { readonly names: readonly string[]; readonly isFallback: boolean },
  model: SemanticModel,
): Condition {
  const bound = boundNameAround(literal);
  // Who has it makes tokens for whomever they like; with other keys of a program's own there is less to be made.
  const known = [...names, bound ?? []].flat();
  // Django signs sessions, links and tokens with what its settings have, unless a variable replaces it.
  const isOfDjango = !isFallback && bound === 'SECRET_KEY' && model.names.moduleScope.bindings.has('INSTALLED_APPS');
  const bySigning = providedThat({ kind: 'signs-tokens', names: known }, { ceiling: isOfDjango ? 'P1' : 'P2' });
  let told = whereItSigns({ known, bound, isFallback }, bySigning, model);
  const laidOver = (name: string) => ({ kind: 'laid-over', module: model.names.moduleName, name }) as const;
  if (!isFallback && answersOnlyHere(model)) {
    const published = { ...providedThat({ kind: 'is-published' }, minor(HERE_ALONE)), yes: { ceiling: 'P2' } as const };
    told = either(laidOver('ALLOWED_HOSTS'), told, published);
  }
  const field = isFallback ? settingFieldAround(literal, model) : undefined;
  if (field !== undefined) {
    const unread = minor('nothing is seen to read the setting');
    told = { ...providedThat({ kind: 'attribute-named', attribute: field }, unread), yes: told };
  }
  if (isFallback) told = unlessKnown(literal, text, model, told);
  if (bound !== undefined)
    told = either(laidOver(bound), minor('settings that are laid over these have their own'), told);
  return isFallback ? told : { ...providedThat({ kind: 'is-service' }, PERHAPS_PUBLIC), yes: told };
}

/** Another module looks for the text, or for `DEFAULT_SECRET = "…"` by its name. */
function unlessKnown<T extends Grade>(
  literal: Constant,
  text: string,
  { path }: SemanticModel,
  told: T,
): T | Condition {
  const constant = literal.parent?.kind === 'Assign' ? (boundNameAround(literal) ?? '') : '';
  const guess = minor('another module looks for the text, as one that somebody has to replace');
  return [text, constant]
    .filter(asksToBeReplaced)
    .reduce<T | Condition>((all, known) => either({ kind: 'knows-text', text: known, from: path }, guess, all), told);
}

/** `admin_token: str = "change-me"`, with which another module compares what a request brings. */
export function whereAsked(
  literal: Constant,
  text: string,
  { names, isFallback }: { readonly names: readonly string[]; readonly isFallback: boolean },
  model: SemanticModel,
): Condition {
  const known = [...names, boundNameAround(literal) ?? []].flat();
  const yes = isFallback ? unlessKnown(literal, text, model, ADMITS) : ADMITS;
  return { ...providedThat({ kind: 'asked-of-strangers', names: known }, 'drop'), yes };
}

const either = (question: Question, yes: Grade | Condition, no: Grade | Condition): Condition => ({
  question,
  yes,
  no,
  unknown: no,
});

/** With a default that all know a client comes in nowhere, or where its service has it too; unless the program makes its tokens with it. */
export const whereTokensAreSigned = (literal: Constant, name: string): Condition =>
  providedThat(
    { kind: 'signs-tokens', names: [name, boundNameAround(literal) ?? []].flat() },
    minor('a default that all know may open nothing'),
  );

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
  const told = isOfFlask ? whereSessionsAreSigned(known, model.path, bySigning) : bySigning;
  return bound === 'SECRET_KEY' && hasNoSigningApps(model)
    ? whereSessionsAreSigned(known, model.path, bySigning, told)
    : told;
}

/** The key of a Flask application signs its sessions, and nothing where it has none. */
export function whereSessionsAreSigned(
  names: readonly string[],
  from: string,
  otherwise: Grade,
  signed: Grade | Condition = ADMITS,
): Condition {
  const idle = minor('nothing is seen to be signed with it');
  const byTokens: Condition = { question: { kind: 'signs-tokens', names }, yes: otherwise, no: idle, unknown: idle };
  return { question: { kind: 'uses-secret-key', from }, yes: signed, no: byTokens, unknown: otherwise };
}

/** Django that only keeps rows: its settings list all their apps, and name none that keeps logins, sessions or messages. */
function hasNoSigningApps({ names, source }: SemanticModel): boolean {
  const [apps, ...others] = names.moduleScope.bindings.get('INSTALLED_APPS')?.definitions ?? [];
  const list = apps?.value;
  if ((list?.kind !== 'List' && list?.kind !== 'Tuple') || others.length > 0) return false;
  return (
    list.elts.every((each) => stringConstant(each) !== undefined) &&
    !nodesOf(source.module, 'Constant').some((each) => SIGNING_APP.test(stringConstant(each) ?? ''))
  );
}

const SIGNING_APP = /^django\.contrib\.(?:admin|auth|messages|sessions)\b/;
