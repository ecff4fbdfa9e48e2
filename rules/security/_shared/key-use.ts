/** What the program does with its keys. */
import { memoize } from '#collections';
import type { RelatedLocation } from '#findings';
import { defineQuestion } from '#kit';
import { KEY_USING_MODULES, SESSION_NAMES } from '#knowledge/ambient-credentials';
import { type Answer, decided, type ProjectModel, UNKNOWN, whenReached } from '#project';
import { ambientCredentialOf, FIRST_LINE, isBelow, programAround } from '#project/ambient-credentials';
import { isProduction } from '#project/production';
import type { ModuleSummary } from '#semantics';

/** Does production code sign tokens, or check them, with a key that is called so, in whatever case? */
export const signsTokens = defineQuestion<{ readonly names: readonly string[] }>(
  'signs-tokens',
  ({ names }) => `tokens are signed or checked with ${names.map((name) => `\`${name}\``).join(' or ')}`,
  ({ names }, project) => decided(names.some((name) => tokenKeysOf(project).has(name.toLowerCase()))),
);

const tokenKeysOf = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> => new Set(modules.flatMap(({ tokenKeys = [] }) => tokenKeys)),
);

/**
 * Does production code of the program that the file is of sign anything with the secret key of its Flask or Quart application, or of the
 * Django whose settings the file is: sessions, messages, forms, tokens? Unknown where it has no such application.
 */
export const usesSecretKey = defineQuestion<{ readonly from: string }>(
  'uses-secret-key',
  () => 'production code signs sessions, messages, forms or tokens with the secret key of the application',
  ({ from }, project) => keyUseOf(from, project),
);

function keyUseOf(from: string, project: ProjectModel): Answer {
  const production = project.modules.filter(isProduction);
  // Nobody imports the settings of Django: all there is may go by them.
  const isOfDjango = production.some(({ path, names }) => path === from && Object.hasOwn(names, 'INSTALLED_APPS'));
  const program = isOfDjango ? undefined : programAround(from, project);
  const modules = production.filter(({ path }) => program?.has(path) !== false);
  if (!isOfDjango && !modules.some(({ imports }) => imports.some(({ module }) => isBelow(module, WEB_MODULES))))
    return UNKNOWN;
  const hasOwnKey = modules.some(bindsTokenKey);
  const place =
    ambientCredentialOf({ modules }) ??
    modules.map((each) => keyUseIn(each, hasOwnKey)).find((found) => found !== undefined);
  return whenReached(place);
}

/** Tokens are signed with `JWT_SECRET_KEY` where there is one. Source: the manual of Flask-JWT-Extended. */
const bindsTokenKey = ({ names, classes, setsTokenKey }: ModuleSummary): boolean =>
  setsTokenKey === true ||
  [names, ...classes.map(({ attributes }) => attributes)].some((each) => Object.hasOwn(each, 'JWT_SECRET_KEY'));

function keyUseIn({ path, imports, attributeReads }: ModuleSummary, hasTokenKey: boolean): RelatedLocation | undefined {
  const message = 'it may sign with the secret key of the application';
  const found = imports.find(
    ({ module, name }) =>
      (isBelow(module, KEY_USING_MODULES) && !(hasTokenKey && isBelow(module, TOKEN_MODULES))) ||
      (isBelow(module, WEB_MODULES) &&
        (name === undefined
          ? attributeReads.some((each) => SESSION_NAMES.has(each))
          : SESSION_NAMES.has(name) || name === '*')),
  );
  if (found !== undefined) return { path, ...found.place, message };
  return attributeReads.some((name) => KEY_NAMES.has(name)) ? { path, ...FIRST_LINE, message } : undefined;
}

const TOKEN_MODULES: readonly string[] = ['flask_jwt_extended', 'quart_jwt_extended'];
const WEB_MODULES: readonly string[] = ['flask', 'quart'];
const KEY_NAMES: ReadonlySet<string> = new Set(['SECRET_KEY', 'secret_key']);
