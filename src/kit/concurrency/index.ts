/** Objects that their first use makes, and where a coroutine is suspended. */

export {
  classNamed,
  type FirstUse,
  findAnyFirstUse,
  findFirstUse,
  makingSpan,
  returnsValue,
} from './first-use.ts';
export { neverWaits, suspensionsIn, unlessNeverWaits } from './where-suspended.ts';
