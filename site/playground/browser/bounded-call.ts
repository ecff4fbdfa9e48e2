/** In the place of `src/engine/bounded-call.ts`: a page ends its thread as a whole. */
export class Overtime extends Error {}
export class Interrupted extends Error {}
export const callInTime = <T>(work: () => T): T => work();
export const callUntilInterrupted = <T>(work: () => T): T => work();
