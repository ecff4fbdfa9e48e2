/** Whether a function of the project holds the thread that calls it. */
import type { RelatedLocation } from '../findings/index.ts';
import { callsLanguageModel, isMomentary, isOfDatabase } from '../knowledge/blocking-names.ts';
import { isLengthy, isPasswordHash, isSlowHash, worksLong } from '../knowledge/long-work.ts';
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
      ({ call, isConditional, isDatabase, isOfLoop }) =>
        !call.endsWith('.acquire') &&
        !(always !== undefined && isConditional === true) &&
        (by === 'own-loop' ? isOfLoop === true : isBy(by, call, isDatabase === true)),
    );
    if (own === undefined) continue;
    const does = worksOn(by) ? 'keeps the thread busy' : 'blocks the thread';
    return { path: at.module.path, ...own.place, message: `\`${own.call}\` ${does} here` };
  }
  return undefined;
}

type By = QuestionOf<'blocks'>['by'];

const worksOn = (by: By): boolean =>
  by === 'work' || by === 'lengthy-work' || by === 'slow-hash' || by === 'password-hash';

function isBy(by: Exclude<By, 'own-loop'>, call: string, isDatabase: boolean): boolean {
  switch (by) {
    case undefined:
    case 'work':
      return true;
    case 'slow-hash':
      return isSlowHash(call);
    case 'password-hash':
      return isPasswordHash(call);
    case 'lengthy-work':
      return isLengthy(call);
    case 'language-model':
      return callsLanguageModel(call);
    case 'other-than-database':
      return !isDatabase;
    case 'longer-than-moment':
      return !isDatabase && !isMomentary(call);
    case 'database':
      return isDatabase;
  }
}

type Held = SummaryFunction['blocking'][number];

/** What waits, or what works: of objects that other modules hold, the name of the call says which. */
function callsOf({ blocking, work = [] }: SummaryFunction, through: readonly Held[], by: By): readonly Held[] {
  return worksOn(by)
    ? [...work, ...through.filter(({ call }) => worksLong(call))]
    : [...blocking, ...through.filter(({ call }) => !worksLong(call))];
}
