import type { ControlFlowGraph, Edge, ProgramPoint } from './control-flow-graph.ts';
import { reachableFrom } from './paths.ts';

/** Something that is held from some edges on until some points: a lock, a transaction. */
export interface Holding {
  readonly begins: (edge: Edge) => boolean;
  readonly ends: readonly ProgramPoint[];
}

/** Points that some path reaches without holding it: from the entry or from what ended it, by no edge on which it begins. */
export const reachedWithout = ({ entry }: ControlFlowGraph, { begins, ends }: Holding): ReadonlySet<ProgramPoint> =>
  reachableFrom({ from: [entry, ...ends], along: (edge) => !begins(edge) });

/** Points that some path reaches after what ended it, with nothing that has begun it again. */
export const reachedBehind = ({ begins, ends }: Holding): ReadonlySet<ProgramPoint> =>
  reachableFrom({ from: ends, along: (edge) => !begins(edge) });
