/** Which process runs what touches a kept name, and the names that one process fills for another, which sees nothing of it. */
import { groupBy } from '#collections';
import { functionKey, type ProjectProblem, reachedFrom, unpackPlace } from '#kit';
import { isDeployment } from '#kit/artifacts';
import type { ProjectModel } from '#project';
import { closureOf } from '#project/service-code';
import { modulesStartedBy } from '#project/started-modules';
import type { ModuleSummary } from '#semantics';
import type { KeptName, SplitFact, Touch } from './split-state.ts';

type Found<F> = { readonly path: string; readonly fact: F };
type Side = { readonly runner: string; readonly touch: Found<Touch> };

/** One for each name that one process only fills, and another only sees empty. */
export function splitNames(facts: readonly Found<SplitFact>[], project: ProjectModel): readonly ProjectProblem[] {
  const of = <K extends SplitFact['kind']>(kind: K) =>
    facts.filter((each): each is Found<Extract<SplitFact, { kind: K }>> => each.fact.kind === kind);
  const apart = new Set(of('apart').map(({ path, fact }) => functionKey(path, fact.function)));
  const processOf = processes(apart, project);
  const touches = groupBy(of('touch'), (touch) => homeOf(touch, project));
  return of('kept').flatMap(({ path, fact }) => {
    const sides = (touches.get(`${path} ${fact.name}`) ?? []).flatMap((touch) =>
      processOf(touch).map((runner): Side => ({ runner, touch })),
    );
    const does = (side: Side, what: 'change' | 'read'): boolean => doneBy(side.touch.fact, fact) === what;
    const reads = sides.filter((side) => does(side, 'read'));
    const change = sides.find(
      (side) =>
        does(side, 'change') &&
        !reads.some(({ runner }) => runner === side.runner) &&
        reads.some((read) => isOther(side.runner, read.runner)),
    );
    const read = reads.find(({ runner }) => change !== undefined && isOther(change.runner, runner));
    return change === undefined || read === undefined ? [] : [problemOf(path, fact, change, read)];
  });
}

/** Where what is touched is kept: `path name`. */
function homeOf({ path, fact: { of } }: Found<Touch>, project: ProjectModel): string {
  const from = project.moduleByPath(path);
  const dot = of.lastIndexOf('.');
  const home = from === undefined ? undefined : project.resolve(of, from);
  return home?.kind === 'name' ? `${home.module.path} ${home.name}` : `${path} ${of.slice(dot + 1)}`;
}

function doneBy({ does, method = '' }: Touch, { changing }: KeptName): 'change' | 'read' {
  if (changing === undefined) return does === 'change' ? 'change' : 'read';
  return changing.includes(method) ? 'change' : 'read';
}

const APART = 'a separate process';
const TASK = 'a task queue worker';
const ROUTE = 'the web process';
const COMMAND = 'a command';

/** What a pool runs never is what started it; programs of the repository are distinguished by what starts them, and code by its role. */
function isOther(one: string, other: string): boolean {
  if (one === other || other === APART) return false;
  if (one === APART) return true;
  return other !== '' && one !== '' && one.startsWith('`') === other.startsWith('`');
}

/** The processes that run the function of a touch, as far as one is known: by its role, and by the command that alone starts its module. */
function processes(apart: ReadonlySet<string>, project: ProjectModel) {
  const started = [
    ...new Set(project.commands.filter(isDeployment).flatMap((placed) => modulesStartedBy(placed, project))),
  ];
  const closures = started.map((module) => ({ module, modules: closureOf(project, [{ module }]) }));
  const programOf = (module: ModuleSummary | undefined): readonly string[] => {
    const [only, other] = closures.filter(({ modules }) => module !== undefined && modules.has(module));
    const others = closures.filter((each) => each !== only && only !== undefined && !only.modules.has(each.module));
    return only === undefined || other !== undefined || others.length === 0
      ? []
      : [`\`${project.importNameOf(only.module)}\``];
  };
  return ({ path, fact }: Found<Touch>): readonly string[] => {
    if (apart.has(functionKey(path, fact.function))) return [APART];
    const module = project.moduleByPath(path);
    const entry = project.functionNamed(fact.function)?.function;
    const role =
      entry?.decorators.some((each) => WORKER_TASK.test(each)) === true
        ? TASK
        : /\.Command\.handle$/.test(fact.function)
          ? COMMAND
          : '';
    const isServed = role === '' && project.answer(reachedFrom(['route'], fact.function)).verdict === 'yes';
    return [isServed ? ROUTE : role, ...programOf(module)];
  };
}

/** Of celery, dramatiq, huey and rq. */
const WORKER_TASK = /(?:^|\.)(?:task|shared_task|actor|periodic_task|db_task)$/;

function problemOf(path: string, { name, place }: KeptName, change: Side, read: Side): ProjectProblem {
  const at = ({ touch }: Side, message: string) => ({ path: touch.path, ...unpackPlace(touch.fact.place), message });
  const reader = read.runner === '' ? 'the rest of the program' : read.runner;
  return {
    at: { path, ...unpackPlace(place) },
    message: `\`${name}\` is filled in ${change.runner} and read in ${reader}, but each process has its own copy`,
    remedy: `Keep \`${name}\` in a store that both processes share (Redis, a database)`,
    related: [at(change, 'filled here'), at(read, 'read here')],
    key: name,
    cause: `${path} ${change.runner} ${read.runner}`,
  };
}
