/** Who calls what with which arguments, what becomes of the answer, and which calls fit no signature. */
export { whyRowIsThere } from './asked-rows.ts';
export { callsElsewhere, providedTheyLetOut, providedTheyReach, theyKeepTheirs } from './calls-elsewhere.ts';
export { callsTo } from './calls-to.ts';
export { emptyResultOf } from './empty-results.ts';
export { importsMapper, isAboutDiscord } from './optional-lookups.ts';
export { answersFixedServer, FETCHERS, outgoingRequestOf, requestedUrlOf } from './outgoing-requests.ts';
