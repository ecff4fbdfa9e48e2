import type { RelatedLocation } from '../findings/index.ts';
import type { Condition, Grade, ProjectModel } from '../project/index.ts';
import type { MappedCondition, MappedFinding, MappedGrade } from './file-report.ts';
import type { Witness } from './witness.ts';

export const mapCondition = ({ question, yes, no, unknown }: Condition): MappedCondition => ({
  question,
  yes: mapGrade(yes),
  no: mapGrade(no),
  ...(unknown !== no && { unknown: mapGrade(unknown) }),
});

const mapGrade = (grade: Grade): MappedGrade =>
  typeof grade === 'object' && 'question' in grade ? mapCondition(grade) : grade;

/** Asks the project what a finding's condition asks, and keeps, drops or changes the finding accordingly. */
export function resolveCondition(
  finding: MappedFinding,
  project: Pick<ProjectModel, 'answer'>,
  inquiry?: Witness,
): MappedFinding | undefined {
  const { when, ...unconditional } = finding;
  if (when === undefined) return finding;
  const { verdict, evidence } = project.answer(when.question);
  const grade = gradeFor(when, verdict);
  if (grade === 'drop' && inquiry !== undefined) {
    const { rule, location: at, message } = finding;
    inquiry.answer({ rule, at, message, question: when.question, verdict, evidence });
  }
  const graded = applyGrade(unconditional, grade, project, inquiry);
  if (graded === undefined || verdict !== 'yes') return graded;
  const isKnown = ({ path, line, column }: RelatedLocation): boolean =>
    graded.related.some((each) => each.path === path && each.line === line && each.column === column);
  return { ...graded, related: [...graded.related, ...evidence.filter((each) => !isKnown(each))] };
}

const gradeFor = (condition: MappedCondition, verdict: 'yes' | 'no' | 'unknown'): MappedGrade =>
  condition[verdict] ?? condition.no;

/** A guess of the rule, and one that the project's answer leaves. */
const bothOf = ({ heldBack }: MappedFinding, guess: string): string =>
  heldBack === undefined || heldBack === guess ? guess : `${heldBack}, and ${guess}`;

function applyGrade(
  finding: MappedFinding,
  grade: MappedGrade,
  project: Pick<ProjectModel, 'answer'>,
  inquiry: Witness | undefined,
): MappedFinding | undefined {
  if (grade === 'drop') return undefined;
  if (grade === 'keep') return finding;
  if ('question' in grade) return resolveCondition({ ...finding, when: grade }, project, inquiry);
  return {
    ...finding,
    ...(grade.harm === undefined ? {} : { harm: grade.harm }),
    ...(grade.ceiling === undefined ? {} : { ceiling: grade.ceiling }),
    ...(grade.heldBack === undefined ? {} : { profile: 'strict' as const, heldBack: bothOf(finding, grade.heldBack) }),
    ...(grade.message === undefined ? {} : { message: grade.message }),
  };
}
