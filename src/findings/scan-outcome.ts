import type { Finding, Severity } from './finding.ts';

/** A finding that a comment accepts, with the reason given there. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** Line of the comment. */
  readonly line: number;
  readonly until?: string;
  /** The tool that the comment was written for, where that is another. */
  readonly by?: string;
}

export interface ScanStatistics {
  /** Files that rules ran on, partly parsed ones included. */
  readonly scanned: number;
  /** Paths left out for a reason that is in the notices: too large, binary, link, unreadable. */
  readonly skipped: number;
  /** Files that could not be read as what they are at all. */
  readonly notParsed: number;
  readonly partlyParsed: number;
  /** Times a rule failed on a file or on the project. */
  readonly ruleFailures: number;
  /** Of Python. */
  readonly lines: number;
  /** Of Python. */
  readonly bytes: number;
  /** By the kind that discovery gave them: `python`, `notebook`, `requirements`, … */
  readonly filesByKind: Readonly<Partial<Record<string, number>>>;
  readonly findingsBySeverity: Readonly<Record<Severity, number>>;
  readonly findingsByRule: Readonly<Record<string, number>>;
  readonly suppressed: number;
  /** Findings that a baseline or the base of a comparison has; absent where there was neither. */
  readonly known?: number;
  /** Entries of the baseline of which nothing is found any more; absent without a baseline. */
  readonly gone?: number;
}
