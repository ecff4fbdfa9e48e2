import type { Conclusion, PreparedScan } from '../audit/index.ts';
import type { Inquiry, ScanReport, Workers } from '../engine/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import type { ParserChoice } from '../syntax/index.ts';

/** What whoever starts the server gives it. */
export interface EditorHost {
  readonly rules: readonly RegisteredRule[];
  readonly parser: ParserChoice;
  readonly workers: Workers | undefined;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** The same scan without what the configured baseline holds. Throws one sentence where it cannot be read. */
  withoutBaseline(report: ScanReport, prepared: PreparedScan): ScanReport;
  /** What was concluded at a place, for a person. */
  whyText(conclusion: Conclusion, inquiry: Inquiry, file: string): string;
}
