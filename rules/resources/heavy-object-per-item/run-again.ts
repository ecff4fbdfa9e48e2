/** What runs a function again and again: requests, messages and jobs, and loops that call it, also from other modules. */
import {
  type Call,
  type Def,
  decoratorsOf,
  defsOf,
  type Expression,
  itemLoopOf,
  lastName,
  type Node,
  nameSpan,
  nodesOf,
} from '#ast';
import type { RelatedLocation } from '#findings';
import { type FactsContext, functionKey, type PackedPlace, packPlace } from '#kit';
import { isKeptBeyond, isWhereMissing, KEEPING } from '#kit/state';
import type { LocatedFunction, ProjectModel } from '#project';
import type { FunctionStart } from '#semantics';
import { isHandler } from '#semantics/context/handler-registrations';
import { isRequestHook } from '#semantics/context/request-hooks';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { isEachTurn, itemLoopsIn } from './each-turn.ts';

/** A function that is run for each request, message or job, or for each item of many. */
export interface RunAgainFact {
  readonly kind: 'run-again';
  readonly fn: string;
  readonly by: 'request' | 'message' | 'job' | 'item';
  readonly place: PackedPlace;
}

/** Calls of a function by which nothing is made again: what they give is kept, or they are made where it is missing. */
export interface OnceFact {
  readonly kind: 'once';
  readonly fn: string;
  readonly calls: readonly string[];
}

/** Steps of a flow run once, in a process of their own. */
const OF_FLOW = /^(?:airflow|prefect|dagster|metaflow|kfp)\./;
const JOB = /(^|\.)(task|shared_task|actor|job)$/;

export function runAgainFactsIn(file: FactsContext): (RunAgainFact | OnceFact)[] {
  const given = nodesOf(file.module, 'Call').flatMap((call) => givenIn(call, file));
  const called = itemLoopsIn(file).flatMap((loop) =>
    callsOnEachTurn(itemLoopOf(loop)?.body ?? [], file).flatMap(({ call, path }) =>
      isEachTurn(call, loop, file) ? runAgain(path, 'item', call, file) : [],
    ),
  );
  return [...given, ...called, ...defsOf(file.module).flatMap((fn) => factsOfFunction(fn, file))];
}

function runAgain(fn: string, by: RunAgainFact['by'], at: Node, file: FactsContext): RunAgainFact {
  return { kind: 'run-again', fn, by, place: packPlace(file, at) };
}

/** A function given to what calls it again and again: `Depends(f)`, `CommandHandler("go", f)`, `rows.map(f)`, `pool.submit(f, row)` in a loop. */
function givenIn(call: Call, file: FactsContext): RunAgainFact[] {
  const start = file.context.startOf(call);
  const run = start?.run ?? appliedTo(call);
  if (run === undefined) return [];
  // `df.apply(lambda row: parse(row["text"]), axis=1)`
  if (run.kind === 'Lambda' && (start === undefined || APPLYING.test(lastName(call.func) ?? '')))
    return callsOnEachTurn([run.body], file).map((each) => runAgain(each.path, 'item', each.call, file));
  const by = start === undefined ? 'item' : byStart(call, start, file);
  const fn = by === undefined ? undefined : file.types.calleeName(run);
  return by === undefined || fn === undefined ? [] : [runAgain(fn, by, run, file)];
}

function byStart(call: Call, { how, run }: FunctionStart, file: FactsContext): RunAgainFact['by'] | undefined {
  if (how === 'dependency') return 'request';
  const name = lastName(call.func) ?? '';
  if (how === 'task' && run.kind !== 'Call') return OF_JOBS.test(name) ? 'job' : 'message';
  if (APPLYING.test(name)) return 'item';
  const loop = file.context.loopAround(call);
  const around = file.context.defAround(call);
  // `await to_thread(load)` in a handler runs it as often as the handler.
  if (how === 'executor' && loop === undefined && around !== undefined) return runBy(around, file);
  return name === 'submit' && loop !== undefined && itemLoopsIn(file).includes(loop) ? 'item' : undefined;
}

const OF_JOBS = /^(?:enqueue|func$|cron$|do$|create_task|ensure_future|run_)/;
/** Calls what it is given for each of many: columns and rows of tables, `map`, pools. */
const APPLYING =
  /^(?:(?:progress_|parallel_|thread_|process_|i)?(?:map|apply)|applymap|starmap|imap_unordered|foreach|apply_async)$/;

/** `map(f, rows)`, `df["text"].apply(f)`. */
const appliedTo = ({ func, args: [run] }: Call): Expression | undefined =>
  APPLYING.test(lastName(func) ?? '') && (run?.kind === 'Name' || run?.kind === 'Attribute' || run?.kind === 'Lambda')
    ? run
    : undefined;

function factsOfFunction(fn: Def, file: FactsContext): (RunAgainFact | OnceFact)[] {
  const name = file.names.fullNameOf(fn);
  const by = runBy(fn, file);
  const calls = callsWithin([fn]).flatMap((call) =>
    isMadeOnce(call, fn, file) ? (file.types.calleeName(call.func) ?? []) : [],
  );
  return [
    ...(by === undefined ? [] : [{ kind: 'run-again' as const, fn: name, by, place: packPlace(file, nameSpan(fn)) }]),
    ...(calls.length === 0 ? [] : [{ kind: 'once' as const, fn: name, calls: [...new Set(calls)] }]),
  ];
}

function runBy(fn: Def, file: FactsContext): RunAgainFact['by'] | undefined {
  if (file.context.routeOf(fn) !== undefined || isRequestHook(fn, file)) return 'request';
  if (isHandler(fn, file)) return 'message';
  if (fn.name === '__getitem__' && file.context.classOfMethod(fn)?.bases.some(isDataset) === true) return 'item';
  const names = decoratorsOf(fn).map(({ callee }) => file.types.calleeName(callee) ?? '');
  return names.some((name) => JOB.test(name) && !OF_FLOW.test(name)) ? 'job' : undefined;
}

/** A loader takes its samples one by one. */
const isDataset = (base: Expression): boolean => /Dataset$/.test(lastName(base) ?? '');

function isMadeOnce(call: Call, fn: Def, file: FactsContext): boolean {
  const called = definitionCalled(file, call);
  if (called === undefined && file.effects.projectPath(call) === undefined) return false;
  return isWhereMissing(call, fn) || isKeptBeyond(call, fn, file);
}

export interface RunAgain {
  readonly by: RunAgainFact['by'];
  readonly path: string;
  readonly place: PackedPlace;
  /** Where the object is made whose making it belongs to. */
  readonly made?: RelatedLocation;
}

/** The functions that such entries come to run (three calls deep), by `functionKey`, with the entry nearest to each. */
export function functionsRunAgain(
  facts: readonly { readonly path: string; readonly fact: RunAgainFact | OnceFact }[],
  project: ProjectModel,
): ReadonlyMap<string, RunAgain> {
  const once = new Map(
    facts.flatMap(({ path, fact }) =>
      fact.kind === 'once' ? [[functionKey(path, fact.fn), new Set(fact.calls)] as const] : [],
    ),
  );
  const found = new Map<string, RunAgain>();
  let level: Run[] = facts.flatMap(({ path, fact }) => {
    const from = fact.kind === 'run-again' ? project.moduleByPath(path) : undefined;
    if (fact.kind !== 'run-again' || from === undefined) return [];
    const why: RunAgain = { by: fact.by, path, place: fact.place };
    return locatedAs(fact.fn, from, project).map((at) => ({ at, why }));
  });
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth++) {
    const next: Run[] = [];
    for (const run of level) {
      const key = functionKey(run.at.module.path, run.at.function.qualifiedName);
      if (found.has(key) || run.at.function.decorators.some((name) => KEEPING.test(name))) continue;
      found.set(key, run.why);
      next.push(...runBelow(run, once.get(key) ?? new Set(), project));
    }
    level = next;
  }
  return found;
}

interface Run {
  readonly at: LocatedFunction;
  readonly why: RunAgain;
}

/** What a function calls, and the making of what it makes for itself, but for what is made once. */
function runBelow({ at, why }: Run, once: ReadonlySet<string>, project: ProjectModel): Run[] {
  const { module, function: fn } = at;
  const later = new Set([...(fn.deferred ?? []), ...once]);
  const called = fn.calls.filter((name) => !later.has(name));
  const made = fn.constructs.filter((each) => each.kept === 'local' && !later.has(each.class));
  return [
    ...called.flatMap((name) => locatedAs(name, module, project).map((to) => ({ at: to, why }))),
    ...made.flatMap((each) => {
      const place = { path: module.path, ...each.place, message: 'the object that holds it is created here' };
      return locatedAs(each.class, module, project).map((to) => ({ at: to, why: { ...why, made: place } }));
    }),
  ];
}

const DEPTH = 3;

/** The function of that name or at the end of that way, or what making an object of the class runs. */
function locatedAs(name: string, from: LocatedFunction['module'], project: ProjectModel): LocatedFunction[] {
  const named = project.resolve(name, from);
  const found = named.kind === 'function' || named.kind === 'class' ? named : project.follow(name, from);
  if (found.kind === 'function') return [found];
  if (found.kind !== 'class') return [];
  const init = project.resolve(`${found.class.qualifiedName}.__init__`, found.module);
  return init.kind === 'function' ? [init] : [];
}

/** Calls that are made on each turn of a loop, of functions that this file or another defines, by their access paths. */
function callsOnEachTurn(loop: readonly Node[], file: FactsContext): { readonly call: Call; readonly path: string }[] {
  return callsWithin(loop).flatMap((call) => {
    const fn = definitionCalled(file, call);
    if (fn !== undefined && fn.kind === 'ClassDef') return [];
    const path = fn === undefined ? file.effects.projectPath(call) : file.names.fullNameOf(fn);
    return path === undefined ? [] : [{ call, path }];
  });
}
