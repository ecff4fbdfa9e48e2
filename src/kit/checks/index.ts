/** Functions that answer yes or no: what they check, above all for security, and whether the answer decides anything. */
export { type IdleCheck, idleChecks, isForTime } from './idle-checks.ts';
export {
  isNamedCheck,
  isSecurityCheck,
  namesSecurity,
  type SecurityCheck,
  securityCheckOf,
  verifies,
} from './security-check.ts';
export { isKnownCheck, isYesOrNo, type YesOrNoCheck, yesOrNoChecks } from './yes-or-no.ts';
