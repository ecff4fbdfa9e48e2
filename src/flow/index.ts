/** Control flow of one function: graph, paths, dominators and conditions, over the typed tree alone. */
export { Branch } from './branches.ts';
export { buildGraph } from './build-graph.ts';
export { type Condition, conditionsAt, takeApart } from './conditions.ts';
export {
  type ControlFlowGraph,
  type Edge,
  type EdgeKind,
  isImplicit,
  isInterruption,
  type ProgramPoint,
} from './control-flow-graph.ts';
export { evaluatedIn } from './evaluated.ts';
export { dominates, dominatorsOf } from './evaluation-steps.ts';
export { type Holding, reachedBehind, reachedWithout } from './held.ts';
export { followName, type NameEvent, type NameFlow, type NameValue } from './name-flow.ts';
export type { Catches, Oracle, Raised } from './oracle.ts';
export { findPath, type PathQuery, reachableFrom } from './paths.ts';
export { Versions } from './versions.ts';
