/** Coroutines, threads, processes, loops that wait, and what holds them up. */

export { LOCAL_DATABASES } from '../../knowledge/blocking-names.ts';
export { COROUTINE_FUNCTIONS } from '../../knowledge/coroutine-functions.ts';
export { holdsLoopByComputing, isHeavyComputation } from '../../knowledge/heavy-computation.ts';
export { LOOP_RUNNERS } from '../../knowledge/loop-runners.ts';
export { waitsForGivenLoop } from '../../semantics/effects/loop-bridge.ts';
export { neverWaits, suspensionsIn, unlessNeverWaits } from '../concurrency/where-suspended.ts';
export * from '../families/first-use.ts';
