import type { FileKind } from '../discover/discovery.ts';
import type { Finding, Notice, Severity } from '../findings/index.ts';

/** The result of a whole scan: what reporters are given. Independent of the order in which files were read. */
export interface ScanReport {
  readonly root: string;
  /** Sorted by path, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
  /** Paths that were named and that `exclude` left out, as they were given. */
  readonly excluded: readonly string[];
  readonly statistics: ScanStatistics;
}

/** A finding that a comment accepts, with the reason given there. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** Line of the comment. */
  readonly line: number;
  readonly until?: string;
}

export interface ScanStatistics {
  /** Files that rules ran on, partly parsed ones included. */
  readonly scanned: number;
  /** Paths left out for a reason that stands in the notices: too large, binary, link, unreadable. */
  readonly skipped: number;
  /** Files that could not be read as Python (or as a notebook) at all. */
  readonly notParsed: number;
  readonly partlyParsed: number;
  /** Times a rule failed on a file or on the project. */
  readonly ruleFailures: number;
  readonly lines: number;
  readonly bytes: number;
  readonly filesByKind: Readonly<Partial<Record<FileKind, number>>>;
  readonly findingsBySeverity: Readonly<Record<Severity, number>>;
  readonly findingsByRule: Readonly<Record<string, number>>;
  readonly suppressed: number;
}
