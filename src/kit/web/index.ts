/** Applications, routes, requests and answers, and the untrusted input in them. */
export { answeredValue, partsAnsweredBy, partsHandedOn, partsOfAnswer } from './answer-parts.ts';
export { believesEverybody, isPeer, replacesPeerAddress, usesOfChain } from './client-address.ts';
export { blamesClient, type ClientAnswer, clientAnswerAt, isInRoute, isMiddleware } from './client-answers.ts';
export { fillsParameters, isFromClient, isInPath } from './client-parameter.ts';
export { requestSourceOf, whenFromRequest } from './from-request.ts';
export { healthQuestionOf } from './health-routes.ts';
export { isForLoopback, targetsLoopback } from './loopback.ts';
export {
  addsProtection,
  authenticatesByDefault,
  isForAdministrators,
  isLeftToDefault,
  isProtectedRoute,
} from './protected-route.ts';
export { headerRead } from './request-header.ts';
export {
  checksByCall,
  checksWithin,
  isProtecting,
  lateProtection,
  permissionsOf,
  protectionsOf,
  protectionsOfClass,
  USER_CHECKS,
} from './route-protections.ts';
export { isRegistering, registrationOf } from './route-registration.ts';
export { comparesSize, SIZE_WORDS, sizeTestsBefore } from './size-tests.ts';
export { partsOfPiece } from './streamed-answers.ts';
export {
  describeInput,
  inputFrom,
  storedTextIn,
  type TaintedValue,
  taintedValueIn,
  unlessOwners,
} from './tainted-values.ts';
export {
  importsPutNowhere,
  isNamedInText,
  isWired,
  middlewareLists,
  unwiredHooks,
} from './unwired-hooks.ts';
