/** What speaks against logins that somebody attacks: little stands behind them, or nobody runs them yet. */
import type { ProjectModel } from '../../project/index.ts';
import { factsOfKind } from '../facts-of-kind.ts';
import type { FactsContext } from '../rule.ts';
import { answersOnlyHere } from '../settings/local-hosts.ts';
import { type ChangingRoute, changingRoutes, routersByApplication } from './changing-routes.ts';
import { type AboveFact, aboveFacts, routersAbove } from './routers-above.ts';

/** Plain JSON. */
export type ChangeFact = AboveFact | ChangingRoute | SettingsFact;

/** A module of Django's settings, and whether it lets the machine itself in alone. */
interface SettingsFact {
  readonly kind: 'settings';
  readonly answersHere: boolean;
}

export const changeFacts = (file: FactsContext): readonly ChangeFact[] => [
  ...aboveFacts(file),
  ...changingRoutes(file),
  ...(file.names.moduleScope.bindings.has('ALLOWED_HOSTS')
    ? [{ kind: 'settings' as const, answersHere: answersOnlyHere(file) }]
    : []),
];

interface Placed<F> {
  readonly path: string;
  readonly fact: F;
}

/** A guess, as a clause. Logins themselves, by their full names, refuse as well: `besides`. */
export function guessOfLogins(
  facts: readonly Placed<ChangeFact | { readonly kind: string }>[],
  besides: ReadonlySet<string>,
  project: ProjectModel,
): string | undefined {
  const told = facts.flatMap(({ path, fact }) => (isChangeFact(fact) ? [{ path, fact }] : []));
  if (changesUnasked(told, besides, project))
    return 'no route that changes something asks who comes, so that little stands behind the login';
  if (isForWorkAlone(project)) return 'its settings are those for work on the code, and nothing here deploys it';
  const settings = factsOfKind(told, 'settings');
  if (settings.length > 0 && settings.every(({ fact }) => fact.answersHere))
    return 'by its settings it answers to the machine alone that it runs on';
  return isServedForWork(project) ? 'what serves it here is the server for work on the code' : undefined;
}

const isChangeFact = (fact: { readonly kind: string }): fact is ChangeFact => KINDS.has(fact.kind);
const KINDS: ReadonlySet<string> = new Set<ChangeFact['kind']>(['mount', 'asking', 'gate', 'route', 'settings']);

/** Routes change something and none of them asks, nor what is above them; and no more of those that only read do. */
function changesUnasked(
  facts: readonly Placed<ChangeFact>[],
  besides: ReadonlySet<string>,
  project: ProjectModel,
): boolean {
  const [mounts, asking] = [factsOfKind(facts, 'mount'), factsOfKind(facts, 'asking')];
  const above = routersAbove({ mounts, asking, gates: factsOfKind(facts, 'gate') }, project);
  // Who is made an account shows no login either.
  const isOfLogins = (name: string): boolean =>
    besides.has(name) || project.answer({ kind: 'blocks', function: name, by: 'password-hash' }).verdict === 'yes';
  const changing = factsOfKind(facts, 'route').filter(({ fact }) => !isOfLogins(fact.function));
  const routers = [...routersByApplication(changing, above, project).values()].flat();
  const isAsked = routers.some((each) => each.isAsked || each.routes.some(({ asks }) => asks !== 'no'));
  if (above.isGuarded || isAsked) return false;
  const all = project.modules.flatMap(({ functions }) => functions.filter(({ entry }) => entry?.endsWith('route')));
  const refusing = all.filter(
    ({ qualifiedName: name }) =>
      !isOfLogins(name) && project.answer({ kind: 'can-refuse', function: name }).verdict !== 'no',
  );
  return changing.length > 0 && refusing.length <= changing.length;
}

/** All settings of Django that are seen say `DEBUG = True`, and no image, manifest or command starts anything. */
function isForWorkAlone(project: ProjectModel): boolean {
  const settings = project.modules.filter(({ names }) => Object.hasOwn(names, 'INSTALLED_APPS'));
  const isDebug = settings.length > 0 && settings.every(({ constants }) => constants?.DEBUG?.value === true);
  const { artifacts } = project;
  const images = [...artifacts.of('dockerfile'), ...artifacts.of('compose'), ...artifacts.of('kubernetes')];
  return isDebug && images.length === 0 && project.answer({ kind: 'is-published' }).verdict === 'no';
}

/** No settings of Django turn `DEBUG` off, and what serves them is the server for work on the code. */
function isServedForWork({ modules, commands, artifacts }: ProjectModel): boolean {
  const started = commands.filter(({ isService }) => isService).flatMap(({ command }) => command.words);
  const holds = (test: RegExp): boolean => started.some(({ text }) => test.test(text));
  return (
    modules.some(({ names }) => Object.hasOwn(names, 'ALLOWED_HOSTS')) &&
    !modules.some(({ constants }) => constants?.DEBUG?.value === false) &&
    holds(/^runserver$/) &&
    !holds(/gunicorn|uvicorn|daphne|hypercorn|uwsgi|waitress/) &&
    artifacts.of('procfile').length + artifacts.of('kubernetes').length === 0
  );
}
