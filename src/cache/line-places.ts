import type { FileReport, MappedFinding, ProjectConclusions } from '../engine/index.ts';
import { toldLines } from './stored-report.ts';

/**
 * Lines by their places among those that a file tells the project of: these have even ones, and all between two of them share the odd one.
 * A file that tells of none keeps its lines.
 */
export class LinePlaces {
  readonly #reports: ReadonlyMap<string, FileReport>;

  constructor(reports: readonly FileReport[]) {
    this.#reports = new Map(reports.map((report) => [report.path, report]));
  }

  placeOf(path: string, line: number): number {
    const lines = this.#linesOf(path);
    if (lines.length === 0) return line;
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle] ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return lines[low] === line ? 2 * low : 2 * low - 1;
  }

  /** Undefined for a place between two lines. */
  lineAt(path: string, place: number): number | undefined {
    const lines = this.#linesOf(path);
    return lines.length === 0 ? place : lines[place / 2];
  }

  #linesOf(path: string): readonly number[] {
    const report = this.#reports.get(path);
    return report === undefined ? [] : toldLines(report);
  }
}

/** Gives the line of a file in the place of another. */
type Move = (path: string, line: number) => number;

/** The same with its lines moved. */
export function movedConclusions<T extends Pick<ProjectConclusions, 'findings' | 'answers' | 'standings'>>(
  conclusions: T,
  move: Move,
): T {
  const located = <L extends MappedFinding['location']>(at: L): L => ({
    ...at,
    line: move(at.path, at.line),
    endLine: move(at.path, at.endLine),
  });
  return {
    ...conclusions,
    findings: conclusions.findings.map((finding) => ({
      ...finding,
      location: located(finding.location),
      related: finding.related.map(located),
      flow: finding.flow.map(located),
      ...(finding.endsPathAt !== undefined && { endsPathAt: move(finding.location.path, finding.endsPathAt) }),
      ...(finding.fix !== undefined && { fix: movedFix(finding.fix, finding.location.path, move) }),
    })),
    // Nearly all have no evidence.
    answers: conclusions.answers.map((each) => {
      const [question, answer] = each;
      return answer.evidence.length === 0
        ? each
        : ([question, { ...answer, evidence: answer.evidence.map(located) }] as const);
    }),
  };
}

type Fix = NonNullable<MappedFinding['fix']>;

function movedFix({ edits, keeps, ...fix }: Fix, own: string, move: Move): Fix {
  const moved = (all: Fix['edits']): Fix['edits'] =>
    all.map(([text, line, column, endLine, endColumn, path]) => {
      const at = path ?? own;
      const edit = [text, move(at, line), column, move(at, endLine), endColumn] as const;
      return path === undefined ? edit : [...edit, path];
    });
  return { ...fix, edits: moved(edits), ...(keeps !== undefined && { keeps: moved(keeps) }) };
}
