import type { Condition, Grade, ProjectModel } from '../project/index.ts';
import type { MappedFinding } from './file-report.ts';
import type { Listener } from './inquiry.ts';

/** Asks the project what a finding's condition asks, and keeps, drops or changes the finding accordingly. */
export function resolveCondition(
  finding: MappedFinding,
  project: ProjectModel,
  listener?: Listener,
): MappedFinding | undefined {
  const { when, ...unconditional } = finding;
  if (when === undefined) return finding;
  const { verdict, evidence } = project.answer(when.question);
  const grade = gradeFor(when, verdict);
  if (grade === 'drop' && listener !== undefined) {
    const { rule, location: at, message } = finding;
    listener.answer({ rule, at, message, question: when.question, verdict, evidence });
  }
  const graded = applyGrade(unconditional, grade, project, listener);
  if (graded === undefined || verdict !== 'yes') return graded;
  return { ...graded, related: [...graded.related, ...evidence] };
}

function gradeFor(condition: Condition, verdict: 'yes' | 'no' | 'unknown'): Grade {
  switch (verdict) {
    case 'yes':
      return condition.yes;
    case 'no':
      return condition.no;
    case 'unknown':
      return condition.unknown;
  }
}

/** A guess of the rule, and one that the project's answer leaves. */
const bothOf = ({ heldBack }: MappedFinding, guess: string): string =>
  heldBack === undefined || heldBack === guess ? guess : `${heldBack}, and ${guess}`;

function applyGrade(
  finding: MappedFinding,
  grade: Grade,
  project: ProjectModel,
  listener: Listener | undefined,
): MappedFinding | undefined {
  if (grade === 'drop') return undefined;
  if (grade === 'keep') return finding;
  if ('question' in grade) return resolveCondition({ ...finding, when: grade }, project, listener);
  return {
    ...finding,
    ...(grade.harm === undefined ? {} : { harm: grade.harm }),
    ...(grade.ceiling === undefined ? {} : { ceiling: grade.ceiling }),
    ...(grade.heldBack === undefined ? {} : { profile: 'strict' as const, heldBack: bothOf(finding, grade.heldBack) }),
    ...(grade.message === undefined ? {} : { message: grade.message }),
  };
}
