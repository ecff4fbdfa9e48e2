/** Coroutine functions that a queue or a command line calls as it calls any other function. */
import { type AsyncFunctionDef, callKeyword, decoratorsOf, type Expression, nodesOf } from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { LOOP_RUNNERS, TASK_CALLERS } from '#knowledge/loop-runners';
import type { LocatedClass, ProjectModel } from '#project';

/** A coroutine function that is one's task or command. */
export interface WorkerTask {
  readonly by: 'worker' | 'program';
  readonly kind: 'task';
  readonly name: string;
  readonly place: PackedPlace;
  /** The class of the task as its decorator gives it; `?` where that is no name. */
  readonly base?: string;
  /** Another decorator may make a plain function of it: by name, where it has one. */
  readonly wrappers?: readonly string[];
}

/** The class of all tasks of an application: `Celery(…, task_cls=Base)`, `app.Task = Base`. */
export interface DefaultBase {
  readonly kind: 'default-base';
  readonly base: string;
}

export function workerTasks(file: FactsContext): readonly (WorkerTask | DefaultBase)[] {
  return [...nodesOf(file.module, 'AsyncFunctionDef').flatMap((fn) => taskOf(fn, file) ?? []), ...defaultBases(file)];
}

function taskOf(fn: AsyncFunctionDef, file: FactsContext): WorkerTask | undefined {
  const decorators = decoratorsOf(fn);
  const callers = decorators.map(({ callee }) => TASK_CALLERS.get(file.types.calleeName(callee) ?? ''));
  const at = callers.findIndex((each) => each !== undefined);
  const by = callers[at];
  if (by === undefined || file.context.role === 'test') return undefined;
  const given = decorators[at]?.node;
  const base = given?.kind === 'Call' ? callKeyword(given, 'base')?.value : undefined;
  const wrappers = decorators.slice(at + 1).map(({ callee }) => file.types.calleeName(callee) ?? '?');
  return {
    kind: 'task',
    by,
    name: fn.name,
    place: packPlace(file, fn),
    ...(base !== undefined && { base: nameOf(base, file) }),
    ...(wrappers.length > 0 && { wrappers }),
  };
}

function defaultBases(file: FactsContext): readonly DefaultBase[] {
  const given = nodesOf(file.module, 'Call').flatMap((call) => {
    const base = call.keywords.length === 0 ? undefined : callKeyword(call, 'task_cls')?.value;
    return base === undefined ? [] : base;
  });
  const set = nodesOf(file.module, 'Assign').flatMap(({ targets, value }) =>
    targets.some((target) => target.kind === 'Attribute' && target.attr === 'Task') ? value : [],
  );
  return [...given, ...set].map((base) => ({ kind: 'default-base', base: nameOf(base, file) }));
}

function nameOf(base: Expression, { names }: FactsContext): string {
  const definition = names.definitionOf(base);
  return definition?.kind === 'ClassDef' ? names.fullNameOf(definition) : (names.qualifiedName(base) ?? '?');
}

/**
 * Whether anyone who calls the task awaits it: where the class of the task runs what its function gives on a loop that is proven, and of
 * a class that is not seen, or that changes how it is called, it is in doubt. Celery itself awaits no task. Other pools do, which the
 * project would declare.
 */
export function awaitsTask(
  task: WorkerTask,
  from: string,
  defaults: readonly DefaultBase[],
  project: ProjectModel,
): { readonly isProven?: true; readonly doubt?: DoubtId } {
  let isOpen = false;
  if (task.by === 'worker') {
    const bases = task.base === undefined ? defaults.map(({ base }) => base) : [task.base];
    const awaiting = bases.map((base) => awaitsByClass(base, from, project));
    if (task.base !== undefined && awaiting[0] === 'awaits') return { isProven: true };
    isOpen = awaiting.some((each) => each !== undefined) || hasOtherPool(project);
  }
  const wrappings = (task.wrappers ?? []).map((name) => wrapsBy(name, from, project));
  if (wrappings.includes('runs')) return { isProven: true };
  return isOpen || wrappings.includes('unseen') ? { doubt: 'opaque-callee' } : {};
}

/** What a decorator makes of a coroutine function: one that runs it, another coroutine function, or what is not seen. */
function wrapsBy(name: string, from: string, project: ProjectModel): 'runs' | 'stays' | 'unseen' {
  const importer = project.moduleByPath(from);
  const found = importer === undefined ? undefined : project.resolve(name, importer);
  if (found?.kind !== 'function') return 'unseen';
  const below = `${found.function.qualifiedName}.<locals>.`;
  const inner = found.module.functions.filter(({ qualifiedName }) => qualifiedName.startsWith(below));
  if (inner.some(({ isAsync, calls }) => !isAsync && calls.some((call) => LOOP_RUNNERS.has(call)))) return 'runs';
  return inner.length > 0 && inner.every(({ isAsync }) => isAsync) ? 'stays' : 'unseen';
}

/** What the class does with what its tasks give; undefined where it calls them as Celery does. */
function awaitsByClass(base: string, from: string, project: ProjectModel): 'awaits' | 'unseen' | undefined {
  if (/^celery\.(?:\w+\.)*Task$/.test(base)) return undefined;
  const importer = project.moduleByPath(from);
  const found = importer === undefined ? undefined : project.resolve(base, importer);
  if (found?.kind !== 'class') return 'unseen';
  const changed = project
    .lineOf(found)
    .filter((each): each is LocatedClass => typeof each !== 'string' && isChanged(each));
  if (changed.length === 0) return undefined;
  const runners = [...LOOP_RUNNERS];
  const isRun = changed.some(({ class: { qualifiedName } }) =>
    CALLED.some(
      (name) =>
        project.answer({ kind: 'calls-any', function: `${qualifiedName}.${name}`, names: runners }).verdict === 'yes',
    ),
  );
  return isRun ? 'awaits' : 'unseen';
}

const isChanged = ({ class: { methods } }: LocatedClass): boolean => CALLED.some((name) => methods.includes(name));

/** The methods by which a worker calls a task. */
const CALLED = ['__call__', 'run'];

const hasOtherPool = ({ requirements }: ProjectModel): boolean =>
  !requirements.some(({ distribution }) => distribution === 'celery') ||
  requirements.some(({ distribution }) => AWAITING.test(distribution));

/** `celery-aio-pool`, `celery-pool-asyncio`. */
const AWAITING = /^celery-.*(?:aio|async|pool)/;
