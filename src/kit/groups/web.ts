/** Applications, routes, requests and answers, and what strangers can put into them. */
export { CORS_FUNCTIONS, CORS_MIDDLEWARE, type CorsLibrary } from '../../knowledge/cors-libraries.ts';
export { hostGiving } from '../../knowledge/given-names.ts';
export { isOfBots } from '../../knowledge/strangers.ts';
export { mayOpenPort, WEB_APPLICATIONS } from '../../knowledge/web-applications.ts';
export { filledParameter } from '../../semantics/strangers/callers.ts';
export {
  BELOW_FOLDER,
  HOST_CHOSEN,
  IN_HTML,
  KEYS_CHOSEN,
  NAMES_NOTHING,
  NOTHING_CLEANS,
  QUOTED,
  REDIRECTED,
  SIZE_CHOSEN,
} from '../../semantics/strangers/cleanings.ts';
export { answersRefusal, refuses } from '../../semantics/strangers/refusals.ts';
export { type Cleaning, STRANGE, type Way, type WayKind, waysInto } from '../../semantics/strangers/ways.ts';
export { mayLetIn } from '../web/admission.ts';
export { answeredValue, partsAnsweredBy, partsHandedOn, partsOfAnswer } from '../web/answer-parts.ts';
export {
  bodyLimitSetOff,
  bytesTaken,
  gathersBody,
  limitTakenOff,
  readsAsTold,
  unpacksBody,
} from '../web/body-reads.ts';
export {
  type ChangingRoute,
  type ChangingRouter,
  changingRoutes,
  type PlacedRoute,
  routersByApplication,
} from '../web/changing-routes.ts';
export { believesEverybody, isPeer, standsForPeer, usesOfChain } from '../web/client-address.ts';
export { blamesClient, type ClientAnswer, clientAnswerAt, isInRoute, isMiddleware } from '../web/client-answers.ts';
export { fillsParameters, isFromClient, isInPath } from '../web/client-parameter.ts';
export { type CorsSettings, readCorsSettings } from '../web/cors-settings.ts';
export { givesCountingKey } from '../web/counting-key.ts';
export {
  type FewerProtections,
  fewerThanMost,
  isAboutRate,
  type RouteAsking,
} from '../web/fewer-protections.ts';
export { isForWorkAlone } from '../web/for-work-alone.ts';
export { FORWARDED_ADDRESS, FORWARDED_ENTRANCE, FORWARDED_IDENTITY } from '../web/forwarded-headers.ts';
export { type RequestWay, requestWayOf, whenFromRequest } from '../web/from-request.ts';
export { takesFirstOfChain, takesLastOfChain } from '../web/header-chain.ts';
export { isProof, permissionFor } from '../web/header-permission.ts';
export { type HealthQuestion, healthQuestionOf } from '../web/health-routes.ts';
export { asksThisMachine, isForLoopback } from '../web/loopback.ts';
export { isOnlyLogged } from '../web/only-logged.ts';
export {
  isUnderDebug,
  keywordsWithSpread,
  opensBySetting,
  opensDjango,
  type WrittenOrigin,
  writtenOrigin,
} from '../web/open-origin.ts';
export { openBesideOthers } from '../web/open-registrations.ts';
export { isMeantOpen } from '../web/open-routes.ts';
export { type OpenWrite, openWrites } from '../web/open-writes.ts';
export { openedActions } from '../web/opened-actions.ts';
export { CREDENTIAL_NAMES, type PresentedCredential, presentedCredential } from '../web/presented-credential.ts';
export { asksByDefault, isForAdministrators, isProtectedRoute } from '../web/protected-route.ts';
export { unlessItRefuses } from '../web/refusal-conditions.ts';
export { headerRead } from '../web/request-header.ts';
export {
  countsSomewhere,
  isAboutLimits,
  isOfLimiter,
  type LimitFact,
  limitedIn,
  limitsIn,
} from '../web/request-limits.ts';
export { ASKS_USER, askedWithin, asksByCall, lateProtection, protectionsOf } from '../web/route-protections.ts';
export { isRegistering, registrationOf } from '../web/route-registration.ts';
export { type AboveFact, aboveFacts, type RoutersAbove, routersAbove } from '../web/routers-above.ts';
export { CHANGES, servedEntries } from '../web/served-entries.ts';
export { comparesSize, isSizeTestBefore, SIZE_WORDS, sizeTestBefore } from '../web/size-tests.ts';
export { SAID, type StrangersText, storedTextIn, strangersTextIn, unlessOwners } from '../web/strangers.ts';
export { partsOfPiece } from '../web/streamed-answers.ts';
export { asksWhatItCaught, raisesAgain, statusOf, statusToldIn } from '../web/told-status.ts';
export {
  importsPutNowhere,
  isNamedInText,
  isWired,
  middlewareLists,
  type UnwiredHook,
  unwiredHooks,
} from '../web/unwired-hooks.ts';
export { type UserRouteFact, userRoutesIn } from '../web/user-routes.ts';
