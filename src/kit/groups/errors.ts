/** Exceptions: what is raised, caught, swallowed, retried, and what runs instead. */
export { IMPORT_ERRORS } from '../../knowledge/import-errors.ts';
export { namesTaking } from '../../semantics/handlers/catches.ts';
export { failsInHandlersAlone, handlesOwnFailures } from '../../semantics/handlers/own-failures.ts';
export type * from '../../semantics/handlers.ts';
export type * from '../../semantics/retries.ts';
export { type AnsweredOk, failureAnsweredOk } from '../errors/answered-ok.ts';
export { asksAnswer } from '../errors/asked-answer.ts';
export { bodyOfCheck } from '../errors/bookkeeping.ts';
export { callsAtStake } from '../errors/calls-at-stake.ts';
export { whatBecomesOf } from '../errors/caught-error.ts';
export { type CheckPassed, passedAfter, saysYes } from '../errors/check-passed.ts';
export { raisesWithoutSuccess } from '../errors/counted-successes.ts';
export { type DroppedAnswer, droppedAnswers, pairsGiven } from '../errors/dropped-answers.ts';
export { quoteExceptions } from '../errors/exception-names.ts';
export { failedAnswer } from '../errors/failed-answer.ts';
export { failureOnlyTold } from '../errors/failed-command.ts';
export { type FailureAsNothing, failureAsNothing } from '../errors/failure-as-nothing.ts';
export { type Fallback, fallbackOf } from '../errors/fallback.ts';
export { answerPassedOver, checkPassedOver, refusalPassedOver, refusesForSecurity } from '../errors/gate.ts';
export { type HandedToRetry, handedToRetry, takesAwaited } from '../errors/handed-to-retry.ts';
export { type IdleCheck, idleChecks } from '../errors/idle-checks.ts';
export { endsInnerFailures } from '../errors/inner-failures.ts';
export { type KeptText, textKeptBy } from '../errors/kept-text.ts';
export { type LeftOut, leftOut } from '../errors/left-out.ts';
export { writesOutcome } from '../errors/outcome-written.ts';
export {
  EXITS,
  exitOfHandler,
  exitsWithZero,
  givesExitCode,
  type HandlerExit,
  isZero,
  loopAround,
  type ToldFailure,
  toldFailureIn,
} from '../errors/program-end.ts';
export { quietSubstitute } from '../errors/quiet-substitute.ts';
export { type Certainty, retriesOnException } from '../errors/retry-decorators.ts';
export { isSecurityCheck, type SecurityCheck, securityCheckOf } from '../errors/security-check.ts';
export {
  type StepPassedOver,
  type SuccessTold,
  stepsPassedOver,
  successTold,
} from '../errors/success-after-failure.ts';
export { swallowedFailure } from '../errors/swallowed-failure.ts';
export { type SwallowedYield, swallowedYield } from '../errors/swallowed-yield.ts';
export { type Swallower, swallowerIn } from '../errors/swallowers.ts';
export { isHandedOut, type TagTest, tagOf, tagTested } from '../errors/text-tags.ts';
export { unlessToldElsewhere } from '../errors/told-elsewhere.ts';
export { importsTried } from '../errors/tried-imports.ts';
export { type UncheckedCommand, uncheckedCommands } from '../errors/unchecked-command.ts';
export { exceptionsUnraised, type Unraised } from '../errors/unraised.ts';
export { isUnrecorded, unlessRecorded } from '../errors/unrecorded.ts';
export {
  askedOnlyWhereSet,
  goesOnWith,
  isNothingAfterFailure,
  secretAbsent,
  takenUnverified,
} from '../errors/unverified.ts';
export { type VacuousCheck, vacuousChecks } from '../errors/vacuous-checks.ts';
export { type YesOrNoCheck, yesOrNoChecks } from '../errors/yes-or-no.ts';
