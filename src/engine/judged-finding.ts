import type { SuppressionComment } from './file-report.ts';
import type { GradedFinding } from './grade.ts';

/** A finding on its way out, with the comment that suppresses it. */
export interface JudgedFinding {
  readonly finding: GradedFinding;
  readonly suppression: SuppressionComment | undefined;
}

/** A finding of which is known whether the settings show it. */
export interface ProfiledFinding extends JudgedFinding {
  readonly isShown: boolean;
  /** Whether its severity was asked for. */
  readonly isSelected: boolean;
}
