/** What runs a function again and again: requests, messages and jobs, and loops that call it, also from other modules. */
import { type Call, type Def, defsOf, type Node, nameSpan, nodesOf } from '../../ast/index.ts';
import type { RelatedLocation } from '../../findings/finding.ts';
import type { LocatedFunction, ProjectModel } from '../../project/index.ts';
import { isHandler } from '../../semantics/context/handler-registrations.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import { functionKey } from '../facts-by-function.ts';
import { type PackedPlace, packPlace } from '../packed-place.ts';
import type { FactsContext } from '../rule.ts';
import { isKeptBeyond, isWhereMissing, keepsWhatItGives } from '../state/heavy-makers.ts';

/** A function that is run for each request, message or job. */
export interface RunAgainFact {
  readonly kind: 'run-again';
  readonly fn: string;
  readonly by: 'request' | 'message' | 'job';
  readonly place: PackedPlace;
}

/** Calls of a function by which nothing is made again: what they give is kept, or they are made where it is missing. */
export interface OnceFact {
  readonly kind: 'once';
  readonly fn: string;
  readonly calls: readonly string[];
}

const JOB = /(^|\.)(task|shared_task|actor|job)$/;

export function runAgainFactsIn(file: FactsContext): (RunAgainFact | OnceFact)[] {
  const dependencies = nodesOf(file.module, 'Call').flatMap((call): RunAgainFact[] => {
    const start = file.context.startOf(call);
    if (start?.how !== 'dependency') return [];
    const fn = file.types.calleeName(start.run);
    return fn === undefined ? [] : [{ kind: 'run-again', fn, by: 'request', place: packPlace(file, start.run) }];
  });
  return [...dependencies, ...defsOf(file.module).flatMap((fn) => factsOfFunction(fn, file))];
}

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
  if (file.context.routeOf(fn) !== undefined) return 'request';
  if (isHandler(fn, file)) return 'message';
  return fn.decorator_list.length > 0 && file.names.decoratorNames(fn).some((name) => JOB.test(name ?? ''))
    ? 'job'
    : undefined;
}

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

const KEEPING = /cache|memo|singleton|once/i;

/** What a function calls, and the making of what it makes for itself, but for what is made once. */
function runBelow({ at, why }: Run, once: ReadonlySet<string>, project: ProjectModel): Run[] {
  const { module, function: fn } = at;
  const later = new Set([...(fn.deferred ?? []), ...once]);
  const called = fn.calls.filter((name) => !later.has(name));
  const made = fn.constructs.filter((each) => each.kept === 'local' && !later.has(each.class));
  return [
    ...called.flatMap((name) => locatedAs(name, module, project).map((to) => ({ at: to, why }))),
    ...made.flatMap((each) => {
      const place = { path: module.path, ...each.place, message: 'the object that holds it is made here' };
      return locatedAs(each.class, module, project).map((to) => ({ at: to, why: { ...why, made: place } }));
    }),
  ];
}

const DEPTH = 3;

/** The function of that name, or what making an object of the class runs. */
function locatedAs(name: string, from: LocatedFunction['module'], project: ProjectModel): LocatedFunction[] {
  const found = project.resolve(name, from);
  if (found.kind === 'function') return [found];
  if (found.kind !== 'class') return [];
  const init = project.resolve(`${found.class.qualifiedName}.__init__`, found.module);
  return init.kind === 'function' ? [init] : [];
}

/** Calls that are made on each turn of a loop, of functions that this file or another defines, by their ways. */
export function callsOnEachTurn(
  loop: readonly Node[],
  file: FactsContext,
): { readonly call: Call; readonly path: string }[] {
  return callsWithin(loop).flatMap((call) => {
    const fn = definitionCalled(file, call);
    if (fn !== undefined && (fn.kind === 'ClassDef' || keepsWhatItGives(fn, file))) return [];
    const path = fn === undefined ? file.effects.projectPath(call) : file.names.fullNameOf(fn);
    return path === undefined ? [] : [{ call, path }];
  });
}
