import type { Finding, Location, Notice, ScanStatistics, SuppressedFinding } from '../findings/index.ts';

/** The result of a whole scan: what reporters are given. Independent of the order in which files were read. */
export interface ScanReport {
  readonly root: string;
  /** Sorted by path, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Left out because a baseline or the base of a comparison has them. */
  readonly known: readonly Finding[];
  /** Found, and left out by the profile. */
  readonly unshown: readonly Finding[];
  /** Found, and of a severity that was not asked for. */
  readonly unselected: readonly Finding[];
  readonly notices: readonly Notice[];
  /** Places of secrets that the text alone does not show, whatever rules ran. */
  readonly secrets: readonly Location[];
  /** Paths that were named and that `exclude` left out, as they were given. */
  readonly excluded: readonly string[];
  readonly statistics: ScanStatistics;
}
