/** Who calls what with which arguments, what becomes of the answer, and which calls fit no signature. */
export { CLIENT_TIMEOUTS, LIMITED_CLIENTS, LIMITED_FROM, UNLIMITED_WITH } from '../../knowledge/client-timeouts.ts';
export { CLOCKS, MOMENTS } from '../../knowledge/clocks.ts';
export type { EmptyResult } from '../../knowledge/optional-results.ts';
export { constructionsOf } from '../../semantics/context/constructions.ts';
export { callsOfFunction, mentionsOfFunction } from '../../semantics/context/function-mentions.ts';
export { definitionCalled } from '../../semantics/effects/definition-called.ts';
export { effectOfName } from '../../semantics/effects/known-effects.ts';
export { mayBePassedBy } from '../../semantics/summary/passed-by.ts';
export { argumentsOfCalls } from '../calls/arguments-of-calls.ts';
export { whyRowIsThere } from '../calls/asked-rows.ts';
export { givenBy, orNone, WAITING } from '../calls/awaited-value.ts';
export { callersOf, callsNamed, callsThatMayBeOf } from '../calls/callers.ts';
export {
  type CallElsewhere,
  callsElsewhere,
  providedTheyLetOut,
  providedTheyReach,
  theyKeepTheirs,
} from '../calls/calls-elsewhere.ts';
export { callsTo } from '../calls/calls-to.ts';
export { isClockRead } from '../calls/clock-reads.ts';
export { isEffectFree } from '../calls/effect-free.ts';
export { emptyResultOf } from '../calls/empty-results.ts';
export { type Handed, handedTo, positionalNames } from '../calls/handed-on.ts';
export { hasDemandedSignature, isIdle, isOverride } from '../calls/idle-function.ts';
export { importClosure } from '../calls/import-closure.ts';
export { importsMapper, isAboutDiscord } from '../calls/optional-lookups.ts';
export {
  answersFixedServer,
  FETCHERS,
  type OutgoingRequest,
  outgoingRequestOf,
  requestedUrlOf,
} from '../calls/outgoing-requests.ts';
export { loadsBehind, usesInFile } from '../calls/uses-in-file.ts';
