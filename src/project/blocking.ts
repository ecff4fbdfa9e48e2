/** Whether a function of the project holds the thread that calls it. */
import type { RelatedLocation } from '../findings/index.ts';
import { isOfDatabase } from '../knowledge/blocking-names.ts';
import { worksLong } from '../knowledge/long-work.ts';
import type { ModuleSummary, SummaryFunction } from '../semantics/index.ts';
import { type CallEdge, type CallGraph, runsInPlace } from './call-graph.ts';
import type { LocatedFunction } from './project-model.ts';
import type { QuestionOf } from './question.ts';

/** The blocking call nearest to the function: its own, or of what it calls to some depth; with `always` on main paths only. */
export function blockingCallOf(
  found: LocatedFunction,
  depth: number,
  { always, by, isConsumed }: Pick<QuestionOf<'blocks'>, 'always' | 'by' | 'isConsumed'>,
  graph: CallGraph,
  clientWait: (path: string, importer: ModuleSummary) => string | undefined,
): RelatedLocation | undefined {
  // An async function that is only called does not run, nor does a generator of which nobody takes anything.
  if (found.function.isAsync || (found.function.isGenerator && isConsumed !== true)) return undefined;
  const follows = (edge: CallEdge): boolean =>
    runsInPlace(edge) && !(always === 'throughout' && edge.isSometimes === true);
  for (const { at } of graph.reachFrom([found], depth, follows)) {
    // A lock is taken for a moment, as a rule.
    const through = (at.function.clientCalls ?? []).flatMap(({ path, ...each }) => {
      const call = clientWait(path, at.module);
      return call === undefined ? [] : [{ ...each, call, ...(isOfDatabase(call) && { isDatabase: true as const }) }];
    });
    const own = callsOf(at.function, through, by).find(
      ({ call, isConditional, isDatabase }) =>
        !call.endsWith('.acquire') &&
        !(always !== undefined && isConditional === true) &&
        (by === undefined || by === 'work' || (by === 'database') === (isDatabase === true)),
    );
    if (own === undefined) continue;
    const does = by === 'work' ? 'keeps the thread busy' : 'blocks the thread';
    return { path: at.module.path, ...own.place, message: `\`${own.call}\` ${does} here` };
  }
  return undefined;
}

type Held = SummaryFunction['blocking'][number];

/** What waits, or what works: of objects that other modules hold, the name of the call says which. */
function callsOf(
  { blocking, work = [] }: SummaryFunction,
  through: readonly Held[],
  by: QuestionOf<'blocks'>['by'],
): readonly Held[] {
  return by === 'work'
    ? [...work, ...through.filter(({ call }) => worksLong(call))]
    : [...blocking, ...through.filter(({ call }) => !worksLong(call))];
}
