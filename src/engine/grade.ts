import { firstIndex } from '../collections/index.ts';
import { causeKey, type Grading, isNoNews, type Severity, severityOf, type Unused } from '../findings/index.ts';
import type { ProjectModel } from '../project/index.ts';
import type { MappedFinding } from './file-report.ts';

/** A finding with the severity that it has where it stands. */
export interface GradedFinding extends MappedFinding {
  readonly severity: Severity;
  readonly grading: Grading;
  readonly unused?: Unused;
}

/**
 * Harm × reach. The place counts lines as the file does, so this comes before the places of notebooks are told by cell.
 */
export function gradeFinding(finding: MappedFinding, project: Pick<ProjectModel, 'standingAt'>): GradedFinding {
  const { harm, ceiling, location, isOfFile } = finding;
  // No function stands before the first line.
  const standing = project.standingAt(location.path, isOfFile === true ? 0 : location.line);
  const { reach, because } = standing;
  const severity = severityOf(harm, ceiling, standing);
  return {
    ...finding,
    ...(isNoNews(harm, standing) && { profile: 'strict' as const }),
    severity,
    grading: { harm, ceiling, reach, because },
    ...(standing.unused !== undefined && { unused: standing.unused }),
  };
}

/**
 * What stands behind a statement that certainly fails never runs: where it would break too it has the cause of that
 * statement, and is no worse. A handler that hides the failure goes on behind the statements of its `try`, and changes nothing of
 * that. One that a guess holds back may well not fail, and takes only what is held back too. Findings are those of one file.
 */
export function joinUnreached(findings: readonly GradedFinding[]): GradedFinding[] {
  const ends = findings.filter(({ endsPathAt }) => endsPathAt !== undefined);
  if (ends.length === 0) return [...findings];
  const certain = new EndedPaths(ends.filter(({ heldBack }) => heldBack === undefined));
  const all = new EndedPaths(ends);
  const first = (finding: GradedFinding): GradedFinding | undefined =>
    (finding.heldBack === undefined ? certain : all).endBefore(finding);
  return findings.map((finding) => {
    const before = finding.harm === 'breaks' || finding.endsPathAt !== undefined ? first(finding) : undefined;
    if (before !== undefined)
      return { ...finding, cause: causeOf(before), severity: milder(finding.severity, before.severity) };
    return finding.endsPathAt === undefined ? finding : { ...finding, cause: causeOf(finding) };
  });
}

/** The ends of one file, in the order of their lines: of thousands, thousands of findings ask. */
class EndedPaths {
  /** Of each end and those before it, the last line that one of them cuts off. */
  readonly #reach: readonly number[];

  constructor(readonly ends: readonly GradedFinding[]) {
    let reach = 0;
    this.#reach = ends.map(({ endsPathAt = 0 }) => (reach = Math.max(reach, endsPathAt)));
  }

  /** The first end before a place that the place is not reached behind: of two in one line one fails, and the other waits for its mend. */
  endBefore({ location: { line, column } }: GradedFinding): GradedFinding | undefined {
    const found = this.ends[firstIndex(this.#reach, (reach) => reach >= line)];
    if (found === undefined) return undefined;
    const { location } = found;
    return location.line < line || (location.line === line && location.column < column) ? found : undefined;
  }
}

/** Its own cause where it has none: equal ones elsewhere have the same key, and are no cause of what stands here. */
export const causeOf = ({ cause, rule, key, location: { path, line, column } }: GradedFinding): string =>
  cause ?? causeKey(rule, `${key} ${path}:${line}:${column}`);

export const milder = (a: Severity, b: Severity): Severity => (a > b ? a : b);
