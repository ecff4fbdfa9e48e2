/** Exceptions: what is raised, caught, swallowed, retried, and what runs instead. */
export { type Fallback, fallbackOf } from './fallback.ts';
export { type IdleCheck, idleChecks, isForTime } from './idle-checks.ts';
export {
  isNamedCheck,
  isSecurityCheck,
  type SecurityCheck,
  securityCheckOf,
  speaksOfSecurity,
  verifies,
} from './security-check.ts';
export { isKnownCheck, isYesOrNo, type YesOrNoCheck, yesOrNoChecks } from './yes-or-no.ts';
