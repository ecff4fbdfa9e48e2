/** Whether a function comes to call one of some named functions. */
import type { RelatedLocation } from '../findings/index.ts';
import { type CallGraph, runsInPlace } from './call-graph.ts';
import type { LocatedFunction } from './project-model.ts';

/** The function that calls one of the names on the thread of its caller: itself, or one that it calls, no deeper. */
export function callerAmong(
  found: LocatedFunction,
  names: readonly string[],
  graph: CallGraph,
): RelatedLocation | undefined {
  if (found.function.isAsync || found.function.isGenerator) return undefined;
  for (const { at } of graph.reachFrom([found], 1, runsInPlace)) {
    const { module, function: fn } = at;
    const called = names.find((name) => fn.calls.includes(name));
    if (called === undefined) continue;
    const own = fn.qualifiedName.slice(module.module.length + 1);
    return { path: module.path, ...fn.place, message: `\`${own}\` calls \`${called}\`` };
  }
  return undefined;
}
