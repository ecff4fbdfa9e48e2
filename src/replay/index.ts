/** Replaying a written audit: what became of the code that its claims give. */

export { pastOf } from './audited-commit.ts';
export type { Claim, WrittenAudit } from './claim.ts';
export { loadReplayFormatter, REPLAY_FORMATS, type ReplayFormat } from './formats/formats.ts';
export { describeReplay, type ReplayDocument } from './formats/replay-document.ts';
export { closingLine, replayPretty } from './formats/replay-pretty.ts';
export { GitHistory } from './git-history.ts';
export type { GitPast } from './git-past.ts';
export { AuditError, readAudit } from './reading/index.ts';
export { replayAudit } from './replay-audit.ts';
export type { ReplayedClaim } from './replayed-claim.ts';
export { MappingError, parseMapping, type RuleMapping, withRules } from './rule-mapping.ts';
export { withFindings } from './see-also.ts';
