/** Coroutines, threads, processes, loops that wait, and what holds them up. */

export {
  classNamed,
  type FirstUse,
  findAnyFirstUse,
  findFirstUse,
  givesBack,
  makingSpan,
} from './first-use.ts';
export { neverWaits, suspensionsIn, unlessNeverWaits } from './where-suspended.ts';
