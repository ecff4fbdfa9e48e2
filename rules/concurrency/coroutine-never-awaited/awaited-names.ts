/** What the code of a file waits for, by the last names of what it calls: of functions that give a coroutine, who awaits it. */
import { type Await, type Expression, lastName, nodesOf } from '#ast';
import type { FactsContext } from '#kit';
import { RUNNING } from '#knowledge/loop-runners';
import { callsWithin } from '#semantics/effects/calls-within';

export interface AwaitedNames {
  readonly kind: 'awaited';
  /** `await find()`, `asyncio.run(find())`, `await gather(find(), …)`. */
  readonly once: readonly string[];
  /** What was awaited is awaited again: `await (await find())`. */
  readonly twice: readonly string[];
  /** Each of what it gives is awaited: `gather(*await find_all())`, `for job in await find_all(): await job`. */
  readonly each: readonly string[];
}

export function awaitedNames(file: FactsContext): readonly AwaitedNames[] {
  const awaited = nodesOf(file.module, 'Await').map(({ value }) => file.flow.whole(value));
  const run = nodesOf(file.module, 'Call').filter(({ func }) => RUNNING.has(lastName(func) ?? ''));
  const again = awaited.filter((value): value is Await => value.kind === 'Await').map(({ value }) => value);
  const once = namesOf([...awaited, ...callsWithin(run.flatMap(({ args }) => args))]);
  const gathered = run.flatMap(({ args }) => args.map((each) => (each.kind === 'Starred' ? each.value : each)));
  const loops = [...nodesOf(file.module, 'For'), ...nodesOf(file.module, 'comprehension')].map(({ iter }) => iter);
  const several = [...gathered, ...loops].map((each) => file.flow.whole(each));
  const each = namesOf(several.map((value) => (value.kind === 'Await' ? file.flow.whole(value.value) : value)));
  return once.length === 0 ? [] : [{ kind: 'awaited', once, twice: namesOf(again), each }];
}

const namesOf = (awaited: readonly Expression[]): readonly string[] => [
  ...new Set(awaited.flatMap((each) => (each.kind === 'Call' ? (lastName(each.func) ?? []) : []))),
];
