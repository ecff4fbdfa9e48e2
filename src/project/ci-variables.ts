/** What expressions and variables in the commands of a workflow stand for, as far as the file says it. */
import type { ShellCommand, ShellWord } from '../artifacts/index.ts';
import type { CiStep } from './ci-runs.ts';

/** Every text that a word may be, over the matrix of its job; undefined where something else is in it. */
export function textsOfWord({ text, isDynamic }: ShellWord, { job }: CiStep): readonly string[] | undefined {
  return isDynamic ? filledBy(text, job) : [text];
}

/** Every value that a variable may have for a command: its own, the step's, the job's, the workflow's; undefined where that cannot be determined. */
export function valuesOfVariable(
  name: string,
  { environment }: ShellCommand,
  around: CiStep,
): readonly string[] | 'unset' | undefined {
  const own = environment.find((each) => each.name === name);
  if (own !== undefined) return own.value === undefined ? undefined : textsOfWord(own.value, around);
  const { step, job, file } = around;
  const set = [step.environment, job.environment, file.model.environment]
    .flatMap((each) => each.filter((variable) => variable.name.value === name))
    .at(0);
  if (set === undefined) return 'unset';
  return set.value === undefined ? undefined : filledBy(set.value.value, job);
}

/** The text with each `${{ matrix.axis }}` as each of its values. */
function filledBy(text: string, job: CiStep['job']): readonly string[] | undefined {
  let texts: readonly string[] = [text];
  for (const [hole, axis] of text.matchAll(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g)) {
    const values = job.matrix.find(({ name }) => name.value === axis)?.values ?? [];
    texts = texts.flatMap((each) => values.map(({ value }) => each.replace(hole, () => value))).slice(0, MAX_TEXTS);
  }
  return texts.length === 0 || texts.some((each) => each.includes('$')) ? undefined : texts;
}

const MAX_TEXTS = 200;
