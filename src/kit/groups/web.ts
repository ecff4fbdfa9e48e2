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
export { answeredValue, partsAnsweredBy, partsHandedOn, partsOfAnswer } from '../web/answer-parts.ts';
export { believesEverybody, isPeer, standsForPeer, usesOfChain } from '../web/client-address.ts';
export { blamesClient, type ClientAnswer, clientAnswerAt, isInRoute, isMiddleware } from '../web/client-answers.ts';
export { fillsParameters, isFromClient, isInPath } from '../web/client-parameter.ts';
export { type RequestWay, requestWayOf, whenFromRequest } from '../web/from-request.ts';
export { type HealthQuestion, healthQuestionOf } from '../web/health-routes.ts';
export { asksThisMachine, isForLoopback } from '../web/loopback.ts';
export {
  asksByDefault,
  givesProtection,
  isForAdministrators,
  isLeftToDefault,
  isProtectedRoute,
} from '../web/protected-route.ts';
export { headerRead } from '../web/request-header.ts';
export {
  ASKS_USER,
  askedWithin,
  asksByCall,
  isProtecting,
  lateProtection,
  permissionsOf,
  protectionsOf,
  protectionsOfClass,
} from '../web/route-protections.ts';
export { isRegistering, registrationOf } from '../web/route-registration.ts';
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
