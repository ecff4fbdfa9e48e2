/** Whether a function of the project holds the thread that calls it. */
import type { RelatedLocation } from '../findings/index.ts';
import { isOfDatabase } from '../knowledge/blocking-names.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { type CallEdge, type CallGraph, runsInPlace } from './call-graph.ts';
import type { LocatedFunction } from './project-model.ts';
import type { QuestionOf } from './question.ts';

/** The blocking call nearest to the function: its own, or of what it calls to some depth; with `always` on main paths only. */
export function blockingCallOf(
  found: LocatedFunction,
  depth: number,
  { always, by }: Pick<QuestionOf<'blocks'>, 'always' | 'by'>,
  graph: CallGraph,
  clientWait: (path: string, importer: ModuleSummary) => string | undefined,
): RelatedLocation | undefined {
  // An async function that is only called does not run.
  if (found.function.isAsync || found.function.isGenerator) return undefined;
  const follows = (edge: CallEdge): boolean =>
    runsInPlace(edge) && !(always === 'throughout' && edge.isSometimes === true);
  for (const { at } of graph.reachFrom([found], depth, follows)) {
    // A lock is taken for a moment, as a rule.
    const through = (at.function.clientCalls ?? []).flatMap(({ path, ...each }) => {
      const call = clientWait(path, at.module);
      return call === undefined ? [] : [{ ...each, call, ...(isOfDatabase(call) && { isDatabase: true as const }) }];
    });
    const own = [...at.function.blocking, ...through].find(
      ({ call, isConditional, isDatabase }) =>
        !call.endsWith('.acquire') &&
        !(always !== undefined && isConditional === true) &&
        (by === undefined || (by === 'database') === (isDatabase === true)),
    );
    if (own === undefined) continue;
    return { path: at.module.path, ...own.place, message: `\`${own.call}\` blocks the thread here` };
  }
  return undefined;
}
