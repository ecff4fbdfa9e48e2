/** What the code of a file waits for, by the last names of what it calls: of functions that give a coroutine, who awaits it. */
import { type Await, type Expression, lastName, nodesOf } from '#ast';
import type { FactsContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';

export interface AwaitedNames {
  readonly kind: 'awaited';
  /** `await find()`, `asyncio.run(find())`, `await gather(find(), …)`. */
  readonly once: readonly string[];
  /** What was awaited is awaited again: `await (await find())`. */
  readonly twice: readonly string[];
}

export function awaitedNames(file: FactsContext): readonly AwaitedNames[] {
  const awaited = nodesOf(file.module, 'Await').map(({ value }) => file.flow.whole(value));
  const run = nodesOf(file.module, 'Call').filter(({ func }) => RUNNING.has(lastName(func) ?? ''));
  const again = awaited.filter((value): value is Await => value.kind === 'Await').map(({ value }) => value);
  const once = namesOf([...awaited, ...callsWithin(run.flatMap(({ args }) => args))]);
  return once.length === 0 ? [] : [{ kind: 'awaited', once, twice: namesOf(again) }];
}

const namesOf = (awaited: readonly Expression[]): readonly string[] => [
  ...new Set(awaited.flatMap((each) => (each.kind === 'Call' ? (lastName(each.func) ?? []) : []))),
];

/** Functions and methods that run the coroutines they are given. */
const RUNNING: ReadonlySet<string> = new Set([
  ...['run', 'gather', 'wait', 'wait_for', 'shield', 'as_completed', 'create_task', 'ensure_future', 'start_soon'],
  ...['run_until_complete', 'run_coroutine_threadsafe', 'spawn', 'append'],
]);
