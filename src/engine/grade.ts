import { firstIndex } from '../collections/index.ts';
import {
  causeKey,
  confidenceOf,
  type Finding,
  isAside,
  isForeignHabit,
  type Location,
  type RuleDocs,
  severityOf,
  statedKind,
} from '../findings/index.ts';
import type { ProjectModel } from '../project/index.ts';
import type { MappedFinding } from './file-report.ts';

/** A finding with the severity that it has where it stands. */
export type GradedFinding = MappedFinding & Pick<Finding, 'severity' | 'grading' | 'confidence' | 'profile'>;

/**
 * What its rule states for its kind, where it stands. The place counts lines as the file does, so this comes before the places of
 * notebooks are reported by cell. Throws where the rule states no severity for the kind.
 */
export function gradeFinding(
  finding: MappedFinding,
  project: Pick<ProjectModel, 'standingAt'>,
  docs: Pick<RuleDocs, 'severity' | 'harmsUnrun'>,
): GradedFinding {
  const { harm, doubts = [], location, isOfFile } = finding;
  const { kind, severity: base } = statedKind(docs, finding.kind);
  // No function is before the first line.
  const standing = project.standingAt(location.path, isOfFile === true ? 0 : location.line);
  const { reach, because } = standing;
  const lowered = docs.harmsUnrun && standing.lowered === 'unreferenced' ? undefined : standing.lowered;
  const severity = severityOf(harm, base, lowered);
  const confidence = confidenceOf(doubts);
  const isOutOfSight = isAside(harm, standing) || isForeignHabit(harm, severity, standing);
  return {
    ...finding,
    severity,
    grading: {
      harm,
      ...(kind !== undefined && { kind }),
      base,
      ...(severity !== base && lowered !== undefined && { lowered }),
      reach,
      because,
    },
    confidence,
    profile: confidence === 'low' || isOutOfSight ? 'strict' : 'default',
  };
}

/**
 * What is behind a statement that certainly fails never runs: where it would break too it has the cause of that statement. A handler
 * that hides the failure goes on behind the statements of its `try`, and changes nothing of that. One whose confidence is low may well
 * not fail, and takes only what is as doubtful. Findings are those of one file.
 */
export function joinUnreached(findings: readonly GradedFinding[]): GradedFinding[] {
  const ends = findings.filter(({ endsPathAt }) => endsPathAt !== undefined);
  if (ends.length === 0) return [...findings];
  const isLow = ({ confidence }: GradedFinding): boolean => confidence === 'low';
  const certain = new EndedPaths(ends.filter((end) => !isLow(end)));
  const all = new EndedPaths(ends);
  return findings.map((finding) => {
    if (finding.harm !== 'breaks' && finding.endsPathAt === undefined) return finding;
    const before = (isLow(finding) ? all : certain).endBefore(finding);
    return before === undefined && finding.endsPathAt === undefined
      ? finding
      : { ...finding, cause: causeOf(before ?? finding) };
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

  /** The first end before a place that the place is not reached behind: of two in one line one fails, and the other waits for its fix. */
  endBefore({ location }: Pick<GradedFinding, 'location'>): GradedFinding | undefined {
    const found = this.#endAround(location.line);
    return found !== undefined && startsBefore(found, location) ? found : undefined;
  }

  #endAround(line: number): GradedFinding | undefined {
    return this.ends[firstIndex(this.#reach, (reach) => reach >= line)];
  }
}

const startsBefore = ({ location: { line, column } }: GradedFinding, place: Location): boolean =>
  line < place.line || (line === place.line && column < place.column);

/** Its own cause where it has none: equal ones elsewhere have the same key, and are no cause of what is here. */
const causeOf = ({ cause, rule, key, location: { path, line, column } }: GradedFinding): string =>
  cause ?? causeKey(rule, `${key} ${path}:${line}:${column}`);
