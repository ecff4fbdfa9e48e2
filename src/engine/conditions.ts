import type { RelatedLocation } from '../findings/index.ts';
import type { Condition, Grade, Question } from '../project/index.ts';
import type { ProjectAnswers } from './conclude-file.ts';
import type { Conditions, MappedCondition, MappedFinding, MappedGrade } from './file-report.ts';
import type { MaskOfFiles } from './project-secrets.ts';
import type { Witness } from './witness.ts';

/** Takes down the conditions of the findings of one file. */
export class ConditionTable implements Conditions {
  readonly questions: string[] = [];
  readonly conditions: MappedCondition[] = [];
  /** By what they are in JSON, which no two kinds share. */
  readonly #places = new Map<string, number>();

  /** `mask` covers the secrets in what is said. */
  constructor(readonly mask: (said: string) => string) {}

  placeOf({ question, yes, no, unknown }: Condition): number {
    const mapped: MappedCondition = {
      question: this.#placed(JSON.stringify(question), (text) => this.questions.push(text)),
      yes: this.#mapGrade(yes),
      no: this.#mapGrade(no),
      ...(unknown !== no && { unknown: this.#mapGrade(unknown) }),
    };
    return this.#placed(JSON.stringify(mapped), () => this.conditions.push(mapped));
  }

  #mapGrade(grade: Grade): MappedGrade {
    return typeof grade === 'object' && 'question' in grade ? this.placeOf(grade) : this.#masked(grade);
  }

  #masked(grade: Exclude<Grade, Condition>): Exclude<Grade, Condition> {
    if (typeof grade !== 'object' || grade.message === undefined) return grade;
    return { ...grade, message: this.mask(grade.message) };
  }

  /** `push` says how many there are then. */
  #placed(text: string, push: (text: string) => number): number {
    const place = this.#places.get(text) ?? push(text) - 1;
    this.#places.set(text, place);
    return place;
  }
}

/** What conditions are resolved by. */
export interface Resolving {
  /** Those of the file. */
  readonly conditions: Conditions | undefined;
  readonly project: Pick<ProjectAnswers, 'answer'>;
  readonly inquiry?: Witness | undefined;
  readonly mask: MaskOfFiles;
}

/** Asks the project what a finding's condition asks, and keeps, drops or changes the finding accordingly. */
export function resolveCondition(finding: MappedFinding, by: Resolving): MappedFinding | undefined {
  return finding.when === undefined ? finding : applyGrade(finding, finding.when, by);
}

function resolveAt(finding: MappedFinding, place: number, by: Resolving): MappedFinding | undefined {
  const when = by.conditions?.conditions[place];
  const question = when && by.conditions?.questions[when.question];
  if (when === undefined || question === undefined) throw new Error(`the report has no condition ${place}`);
  const { verdict, evidence: shown } = by.project.answer(question);
  const evidence = shown.map((each) => ({ ...each, message: by.mask(each.message, [each.path]) }));
  const grade = when[verdict] ?? when.no;
  if (grade === 'drop' && by.inquiry !== undefined) {
    const { rule, location: at, message } = finding;
    by.inquiry.answer({ rule, at, message, question: JSON.parse(question) as Question, verdict, evidence });
  }
  const graded = applyGrade(finding, grade, by);
  if (graded === undefined || verdict !== 'yes') return graded;
  const isKnown = ({ path, line, column }: RelatedLocation): boolean =>
    graded.related.some((each) => each.path === path && each.line === line && each.column === column);
  return { ...graded, related: [...graded.related, ...evidence.filter((each) => !isKnown(each))] };
}

function applyGrade(finding: MappedFinding, grade: MappedGrade, by: Resolving): MappedFinding | undefined {
  if (grade === 'drop') return undefined;
  if (typeof grade === 'number') return resolveAt(finding, grade, by);
  const { when, ...unconditional } = finding;
  if (grade === 'keep') return unconditional;
  return {
    ...unconditional,
    ...(grade.harm === undefined ? {} : { harm: grade.harm }),
    ...(grade.kind === undefined ? {} : { kind: grade.kind }),
    ...(grade.doubt === undefined ? {} : { doubts: [...new Set([...(finding.doubts ?? []), grade.doubt])] }),
    ...(grade.message === undefined ? {} : { message: grade.message }),
  };
}
