/** What a coroutine waits for by calls of libraries: a connection, its cursor, its commit and what opens it are one thing to fix. */
import type { Call, Expression } from '#ast';
import type { SemanticModel } from '#semantics';
import type { CallByName } from './short-wait.ts';

export interface WaitForLibrary {
  /** The first part of its name: `sqlite3`. */
  readonly library: string;
  readonly first: CallByName;
  readonly others: readonly CallByName[];
  readonly isDatabase: boolean;
  /** Of a database, the other calls that give what is asked: `connected()` of `connection = connected()`. */
  readonly opened: readonly Call[];
}

/** `threading-lock-in-async` says which of these matter: a lock held for a moment does not. */
const LOCK_ACQUIRE = /^threading\.(?:R?Lock|(?:Bounded)?Semaphore)\.acquire$/;

/** By library, in the order of the calls. */
export function waitsByLibrary(calls: readonly Call[], model: SemanticModel): readonly WaitForLibrary[] {
  const byLibrary = new Map<string, CallByName[]>();
  for (const call of calls) {
    const name = model.effects.blocking(call);
    if (name === undefined || LOCK_ACQUIRE.test(name)) continue;
    if (name === 'time.sleep' && call.args[0] !== undefined && model.values.number(call.args[0]) === 0) continue;
    const library = name.slice(0, name.indexOf('.'));
    byLibrary.set(library, [...(byLibrary.get(library) ?? []), { call, name }]);
  }
  return [...byLibrary].flatMap(([library, [first, ...others]]) => {
    if (first === undefined) return [];
    const isDatabase = model.effects.of(first.call) === 'database';
    const own = [first, ...others].map(({ call }) => call);
    const sources = isDatabase ? sourcesOf(own, model) : new Set<Call>();
    const opened = calls.filter((call) => sources.has(call) && !own.includes(call));
    return [{ library, first, others, isDatabase, opened }];
  });
}

/** The calls that objects come from which these are asked of, be it by way of others. */
function sourcesOf(calls: readonly Call[], model: SemanticModel): ReadonlySet<Call> {
  const sources = new Set<Call>();
  const visit = ({ func }: Call): void => {
    if (func.kind !== 'Attribute') return;
    for (const origin of model.flow.origins(objectOf(func.value))) {
      if (origin.kind !== 'Call' || sources.has(origin)) continue;
      sources.add(origin);
      visit(origin);
    }
  };
  for (const call of calls) visit(call);
  return sources;
}

/** `connection` of `connection.execute(…).fetchall()`. */
function objectOf(value: Expression): Expression {
  return value.kind === 'Call' && value.func.kind === 'Attribute' ? objectOf(value.func.value) : value;
}
