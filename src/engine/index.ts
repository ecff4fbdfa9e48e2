/** Map and reduce: files to reports, reports to one result. No console, no exit. */

export { callInTime, Overtime } from './bounded-call.ts';
export type { ConcludedProject, FileConclusion } from './conclude-file.ts';
export type { Failure } from './failure-notices.ts';
export type { FileForProject, FileReport, MappedFinding, SuppressionComment } from './file-report.ts';
export { FILE_REPORT_SCHEMA_VERSION } from './file-report.ts';
export { type FoundAnswer, type FoundProof, Inquiry, type Look } from './inquiry.ts';
export type { ConcludedScan, DiscoveryAnswers, KnownAnswers } from './known-answers.ts';
export { LineShift } from './line-shift.ts';
export { type FileInput, type MapTools, mapFile } from './map-file.ts';
export { RulePreparation } from './prepared-rules.ts';
export { isSelected, isShown } from './profile.ts';
export { concludeFile, type ReduceInput, reduceReports } from './reduce.ts';
export { RepositorySurvey, type SoundRule, type SurveyedFile } from './repository-survey.ts';
export type { FactsOf } from './run-project-rules.ts';
export { type FindOutcome, findAll, findFiles, type MapOutcome, mapFiles, scan } from './scan.ts';
export type { EffectiveRule, FileOptions, ScanLimits, ScanOptions } from './scan-options.ts';
export { DEFAULT_LIMITS, maxBytesAt } from './scan-options.ts';
export type { ScanReport } from './scan-report.ts';
export type { Interrupts, ScanOutcome, ScanProgress, ScanRequest } from './scan-request.ts';
export { type KnownReports, type SharedPlace, SharedReports } from './shared-reports.ts';
export { recountFindings } from './statistics.ts';
export { commentEdits } from './suppressions/comment-edits.ts';
export { ENGINE_RULES } from './suppressions/suppression-rules.ts';
export type { Cost, ScanPhase } from './timing.ts';
export { Timing } from './timing.ts';
export type { WorkerSetup, Workers } from './workers/map-task.ts';
export { serveMapping } from './workers/serve-mapping.ts';
