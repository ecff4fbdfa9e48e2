/** Replaying a written audit: where its claims stand in the code, and whether they are so. */

export { pastOf } from './audited-commit.ts';
export { everyRule } from './every-rule.ts';
export { loadReplayFormatter, REPLAY_FORMATS, type ReplayFormat } from './formats/formats.ts';
export { describeReplay, type ReplayDocument } from './formats/replay-document.ts';
export { closingLine, replayPretty } from './formats/replay-pretty.ts';
export { GitHistory } from './git-history.ts';
export type { GitPast } from './git-past.ts';
export { type Replay, type ReplayRequest, replayAudit, withRules } from './replay-audit.ts';
export { MappingError, parseMapping, type RuleMapping } from './rule-mapping.ts';
