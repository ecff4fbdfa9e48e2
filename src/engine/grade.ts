import { firstIndex } from '../collections/index.ts';
import {
  causeKey,
  type Grading,
  isAside,
  type Location,
  type Severity,
  severityOf,
  type Unused,
} from '../findings/index.ts';
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
    ...(isAside(harm, standing) && { profile: 'strict' as const }),
    severity,
    grading: { harm, ceiling, reach, because },
    ...(standing.unused !== undefined && { unused: standing.unused }),
  };
}

/**
 * What stands behind a statement that certainly fails never runs: where it would break too it has the cause of that
 * statement, and is no worse. A handler that hides the failure goes on behind the statements of its `try`, and changes nothing of
 * that. One that a guess holds back may well not fail, and takes only what is held back too. What would wait there is another thing to
 * mend, and nobody is held up by it: readers were glad of 0 of 3. Findings are those of one file.
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
    if (finding.endsPathAt !== undefined) return { ...finding, cause: causeOf(finding) };
    const end = finding.harm === 'hangs' ? certain.endOfAll(finding) : undefined;
    return end === undefined ? finding : unreached(finding, end.location.line);
  });
}

function unreached(finding: GradedFinding, line: number): GradedFinding {
  const grading = { ...finding.grading, reach: 'loose' as const, because: `what line ${line} does fails before` };
  return { ...finding, severity: milder(finding.severity, 'P3'), grading };
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
  endBefore({ location }: Pick<GradedFinding, 'location'>): GradedFinding | undefined {
    const found = this.#endAround(location.line);
    return found !== undefined && startsBefore(found, location) ? found : undefined;
  }

  /** An end before a finding and what it tells of behind its place; a call that fails does nothing of what it is called for. */
  endOfAll({ location, related }: GradedFinding): GradedFinding | undefined {
    const others = related.filter(({ path, line }) => path === location.path && line > location.line);
    const [end, ...ends] = [location, ...others].map((place) => {
      const found = this.#endAround(place.line);
      const isBefore = found !== undefined && (startsBefore(found, place) || isPartOf(found, place));
      return isBefore ? found : undefined;
    });
    return ends.includes(undefined) ? undefined : end;
  }

  #endAround(line: number): GradedFinding | undefined {
    return this.ends[firstIndex(this.#reach, (reach) => reach >= line)];
  }
}

type Place = Pick<Location, 'line' | 'column' | 'endLine' | 'endColumn'>;

const startsBefore = ({ location: { line, column } }: GradedFinding, place: Place): boolean =>
  line < place.line || (line === place.line && column < place.column);

/** It starts where the place does and ends no later. */
const isPartOf = ({ location: { line, column, endLine, endColumn } }: GradedFinding, place: Place): boolean =>
  line === place.line &&
  column === place.column &&
  (endLine < place.endLine || (endLine === place.endLine && endColumn <= place.endColumn));

/** Its own cause where it has none: equal ones elsewhere have the same key, and are no cause of what stands here. */
export const causeOf = ({ cause, rule, key, location: { path, line, column } }: GradedFinding): string =>
  cause ?? causeKey(rule, `${key} ${path}:${line}:${column}`);

export const milder = (a: Severity, b: Severity): Severity => (a > b ? a : b);
