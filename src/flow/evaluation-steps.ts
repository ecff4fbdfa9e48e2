import { memoize } from '../collections/index.ts';
import { type ControlFlowGraph, type Edge, isInterruption, type ProgramPoint } from './control-flow-graph.ts';
import { Dominators } from './dominators.ts';

/**
 * A program point runs in two steps: it is evaluated, which may fail or end a loop, and then completed, which binds its names. Exceptions
 * leave after the first step, everything else after the second.
 */
export const evaluationOf = ({ index }: ProgramPoint): number => 2 * index;
export const completionOf = ({ index }: ProgramPoint): number => 2 * index + 1;
export const isCompletion = (step: number): boolean => step % 2 === 1;
/** The completion of the point whose evaluation a step is. */
export const completedBy = (step: number): number => step + 1;

/** The step of its point that an edge leaves after. */
const stepBefore = (edge: Edge): number =>
  isBeforeCompletion(edge) ? evaluationOf(edge.from) : completionOf(edge.from);

function isBeforeCompletion(edge: Edge): boolean {
  if (edge.kind !== 'false') return isInterruption(edge);
  // A loop that is over binds no target, and a `case` that does not match may have bound its names, if it has a guard.
  const { node } = edge.from;
  return node?.kind === 'match_case' || isTarget(node);
}

const isTarget = (node: ProgramPoint['node']): boolean =>
  (node?.parent?.kind === 'For' || node?.parent?.kind === 'AsyncFor') && node.parent.target === node;

/** The steps of a graph, once for each graph. */
export interface Steps {
  readonly dominators: Dominators;
  readonly predecessors: readonly (readonly number[])[];
}

export const stepsOf = memoize(({ points, entry }: ControlFlowGraph): Steps => {
  const size = 2 * points.length;
  const successors: number[][] = Array.from({ length: size }, () => []);
  const predecessors: number[][] = Array.from({ length: size }, () => []);
  const connect = (from: number, to: number): void => {
    successors[from]?.push(to);
    predecessors[to]?.push(from);
  };
  for (const point of points) {
    connect(evaluationOf(point), completionOf(point));
    for (const edge of point.successors) connect(stepBefore(edge), evaluationOf(edge.to));
  }
  return { dominators: new Dominators({ size, root: evaluationOf(entry), successors, predecessors }), predecessors };
});

/** The iterated dominance frontiers of some steps: where paths meet that differ in which of them they have passed last. */
export function meetingsOf({ dominators }: Steps, steps: Iterable<number>): ReadonlySet<number> {
  const met = new Set<number>();
  const pending = [...steps];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    for (const meeting of dominators.frontierOf(step)) {
      if (met.has(meeting)) continue;
      met.add(meeting);
      pending.push(meeting);
    }
  }
  return met;
}

/** Whether every path to a point passes another one, or is it. */
export const dominates = (graph: ControlFlowGraph, dominator: ProgramPoint, point: ProgramPoint): boolean =>
  stepsOf(graph).dominators.dominates(evaluationOf(dominator), evaluationOf(point));

/** The points that every path to a point passes, from it up to the entry. */
export function* dominatorsOf(graph: ControlFlowGraph, point: ProgramPoint): Generator<ProgramPoint> {
  const { dominators } = stepsOf(graph);
  for (let step: number | undefined = evaluationOf(point); step !== undefined; step = dominators.immediateOf(step)) {
    const at = graph.points[step >> 1];
    if (at !== undefined && !isCompletion(step)) yield at;
  }
}
