/** Calls: those that other files make, those that may give nothing, and requests that go out. */

export { callsElsewhere, providedTheyLetOut, providedTheyReach, theyKeepTheirs } from './calls-elsewhere.ts';
export { callsTo } from './calls-to.ts';
export { emptyResultOf } from './empty-results.ts';
export { importsMapper, isAboutDiscord } from './optional-lookups.ts';
export { answersFixedServer, FETCHERS, outgoingRequestOf, requestedUrlOf } from './outgoing-requests.ts';
export { whyRowIsThere } from './queried-rows.ts';
