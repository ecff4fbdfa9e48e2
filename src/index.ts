/** The public API of the npm package. Its types stand alone: none of them names another package. */
export { type ScanRepositoryOptions, scanRepository } from './api/scan-repository.ts';
export type { ScanReport, ScanStatistics, SuppressedFinding } from './engine/scan-report.ts';
export type {
  Finding,
  Location,
  Notice,
  NoticeKind,
  Precision,
  Profile,
  RelatedLocation,
  Severity,
} from './findings/index.ts';
