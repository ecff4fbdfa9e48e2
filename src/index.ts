/** The public API of the npm package. Its types stand alone: none of them names another package. */
export { type ScanRepositoryOptions, scanRepository } from './api/scan-repository.ts';
export type { ScanReport } from './engine/scan-report.ts';
export type {
  Finding,
  Location,
  Notice,
  NoticeKind,
  Precision,
  Profile,
  RelatedLocation,
  ScanStatistics,
  Severity,
  SuppressedFinding,
} from './findings/index.ts';
