import type { Conclusion, PreparedScan } from '../audit/index.ts';
import type { ConfigurableRule } from '../config/index.ts';
import type { Inquiry, KnownReports, ScanReport, Workers } from '../engine/index.ts';
import type { Profile } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import type { ParserChoice } from '../syntax/index.ts';

/** The cache of a root. */
export interface StoredReports {
  readonly reports: KnownReports;
  /** A folder below the root that is no part of what is scanned. */
  readonly leftOut: string | undefined;
  /** Writes what is new; never throws. */
  save(): void;
}

/** What anyone who starts the server gives it. */
export interface EditorHost {
  readonly rules: readonly RegisteredRule[];
  readonly parser: ParserChoice;
  readonly workers: Workers | undefined;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** Rules as they are described to people, with the addresses of their pages below that of the documentation. */
  describedRules(docsUrl: string | undefined): readonly ConfigurableRule[];
  /** What earlier processes found in such scans; undefined where nothing is kept. */
  remember(prepared: PreparedScan, profile: Profile | undefined): StoredReports | undefined;
  /** The same scan without what the configured baseline holds. Throws one sentence where it cannot be read. */
  withoutBaseline(report: ScanReport, prepared: PreparedScan): ScanReport;
  /** What was concluded at a place, for a person. */
  whyText(conclusion: Conclusion, inquiry: Inquiry, file: string): string;
}
