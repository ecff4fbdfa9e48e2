/** What a browser sends along by itself, whoever's page asks: cookies, sessions in cookies, HTTP authentication. */
import { memoize } from '../collections/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import { AMBIENT_MODULES, AMBIENT_NAMES, COOKIE_ATTRIBUTES } from '../knowledge/ambient-credentials.ts';
import { WEB_APPLICATIONS } from '../knowledge/web-applications.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction, ProjectModel } from './project-model.ts';
import type { QuestionOf } from './question.ts';
import { refusingOf } from './refusals.ts';

/** Where production code of the project takes or sets such a credential; undefined where it is seen nowhere. */
export function ambientCredentialOf({ modules }: Pick<ProjectModel, 'modules'>): RelatedLocation | undefined {
  const production = modules.filter(isProduction);
  const loadsUsers = production.some(({ attributeReads }) => attributeReads.includes('user_loader'));
  const places = production.map((each) => placeIn(each, loadsUsers));
  return places.find((place) => place !== undefined);
}

/** Of Flask-Login, whose manager finds no user by a cookie unless it is told how. */
const MANAGES = /^flask_login\.(?:LoginManager|\w+Mixin)$/;

function placeIn({ path, imports, attributeReads }: ModuleSummary, loadsUsers: boolean): RelatedLocation | undefined {
  const message = 'credentials that browsers send automatically are used here';
  const imported = imports.find(
    ({ module, name }) =>
      (isBelow(module, AMBIENT_MODULES) && (loadsUsers || !MANAGES.test(`${module}.${name}`))) ||
      (name !== undefined && AMBIENT_NAMES.has(`${module.split('.')[0]}.${name}`)),
  );
  if (imported !== undefined) return { path, ...imported.place, message };
  return attributeReads.some((name) => COOKIE_ATTRIBUTES.has(name)) ? { path, ...FIRST_LINE, message } : undefined;
}

/** What authenticates the caller before most of what the program around a file answers: a hook, or half of its routes. */
export function authenticationOf(
  { from, bySecret }: QuestionOf<'asks-who-comes'>,
  project: Project,
): RelatedLocation | undefined {
  const program = programAround(from, project);
  const modules = project.modules.filter((each) => isProduction(each) && program.has(each.path));
  const functions = modules.flatMap((module) => module.functions.map((fn) => ({ module, function: fn })));
  const proof = (each: LocatedFunction): RelatedLocation | undefined => refusingOf(each, project)?.evidence;
  const isAuthenticated = ({ function: fn, module }: LocatedFunction): boolean =>
    bySecret !== true || (fn.refuses === true && module.gateKeys !== undefined);
  const hook = functions.find(
    (each) => each.function.isHook === true && proof(each) !== undefined && isAuthenticated(each),
  );
  if (hook !== undefined || bySecret === true) return hook && proof(hook);
  const routes = functions.filter(({ function: { entry } }) => entry === 'route' || entry === 'sync-route');
  const authenticated = routes.flatMap((each) => proof(each) ?? []);
  return authenticated.length * 2 >= routes.length ? authenticated[0] : undefined;
}

/** The files below the folder of this one, or a program that it is by itself, and whatever imports or is imported by any of them. */
export function programAround(
  from: string,
  { modules, importEdges }: Pick<ProjectModel, 'modules' | 'importEdges'>,
): ReadonlySet<string> {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const own = modules.find(({ path }) => path === from);
  const found = new Set(
    own !== undefined && isWhole(own) ? [from] : modules.flatMap(({ path }) => (path.startsWith(folder) ? path : [])),
  );
  const beside = neighbours(importEdges);
  // A set is gone through with what is added on the way.
  for (const path of found) for (const other of beside.get(path) ?? []) found.add(other);
  return found;
}

/** It runs, and makes the application that it serves. */
const isWhole = ({ isEntryPoint, names }: ModuleSummary): boolean =>
  isEntryPoint &&
  Object.values(names).some(({ kind, target = '' }) => kind === 'instance' && WEB_APPLICATIONS.has(target));

const neighbours = memoize((edges: ProjectModel['importEdges']): ReadonlyMap<string, ReadonlySet<string>> => {
  const beside = new Map<string, Set<string>>();
  const add = (one: string, other: string): void => {
    beside.set(one, (beside.get(one) ?? new Set()).add(other));
  };
  for (const { from, to } of edges) {
    add(from.path, to.path);
    add(to.path, from.path);
  }
  return beside;
});

/** Of a file as a whole. */
export const FIRST_LINE = { line: 1, column: 1, endLine: 1, endColumn: 1 } as const;

/** Whether a module is one of these packages, or is in one. */
export const isBelow = (module: string, packages: readonly string[]): boolean =>
  packages.some((each) => module === each || module.startsWith(`${each}.`));
