/** Who calls what with which arguments, what becomes of the answer, and which calls fit no signature. */
export { argumentsOfCalls } from './arguments-of-calls.ts';
export { whyRowIsThere } from './asked-rows.ts';
export { givenBy, orNone, WAITING } from './awaited-value.ts';
export { callersOf, callsNamed, callsThatMayBeOf } from './callers.ts';
export { callsElsewhere, providedTheyLetOut, providedTheyReach, theyKeepTheirs } from './calls-elsewhere.ts';
export { callsTo } from './calls-to.ts';
export { isClockRead } from './clock-reads.ts';
export { isEffectFree } from './effect-free.ts';
export { emptyResultOf } from './empty-results.ts';
export { type Handed, handedTo, positionalNames } from './handed-on.ts';
export { hasDemandedSignature, isIdle, isOverride } from './idle-function.ts';
export { importClosure } from './import-closure.ts';
export { importsMapper, isAboutDiscord } from './optional-lookups.ts';
export { answersFixedServer, FETCHERS, outgoingRequestOf, requestedUrlOf } from './outgoing-requests.ts';
export { loadsBehind, usesInFile } from './uses-in-file.ts';
