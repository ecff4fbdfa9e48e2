/** Exceptions: what is raised, caught, swallowed, retried, and what runs instead. */
export { IMPORT_ERRORS } from '../../knowledge/import-errors.ts';
export { namesTaking } from '../../semantics/handlers/catches.ts';
export { failsInHandlersAlone, handlesOwnFailures } from '../../semantics/handlers/own-failures.ts';
export type * from '../../semantics/handlers.ts';
export type * from '../../semantics/retries.ts';
export { whatBecomesOf } from '../errors/caught-error.ts';
export { type Fallback, fallbackOf } from '../errors/fallback.ts';
export { type IdleCheck, idleChecks, isForTime } from '../errors/idle-checks.ts';
export {
  isNamedCheck,
  isSecurityCheck,
  type SecurityCheck,
  securityCheckOf,
  speaksOfSecurity,
  verifies,
} from '../errors/security-check.ts';
export { swallowedFailure } from '../errors/swallowed-failure.ts';
export { isKnownCheck, isYesOrNo, type YesOrNoCheck, yesOrNoChecks } from '../errors/yes-or-no.ts';
