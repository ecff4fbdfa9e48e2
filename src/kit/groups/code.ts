/** The typed tree of a Python file, questions about its nodes, and the code that a function itself runs. */
export * from '../../ast/index.ts';
export type * from '../../semantics/context.ts';
export {
  callsWithin,
  firstSuspension,
  holdsInOwnCode,
  nodesWithin,
  walkOwnCode,
} from '../../semantics/effects/calls-within.ts';
export type * from '../../semantics/effects.ts';
export { nameOfPlace } from '../errors/fallback.ts';
