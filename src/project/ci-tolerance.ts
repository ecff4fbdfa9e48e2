/** What keeps the failure of a command from anyone who waits for CI. */
import type {
  FailureHiding,
  ShellCommand,
  ShellScript,
  Workflow,
  WorkflowJob,
  WorkflowStep,
} from '../artifacts/index.ts';
import { memoize } from '../collections/index.ts';
import type { ArtifactFile, ArtifactPlace } from './artifacts.ts';

export type CiTolerance =
  /** The shell goes on. */
  | { readonly kind: 'shell'; readonly hiding: FailureHiding['kind']; readonly at: ArtifactPlace }
  /** `continue-on-error: true` of the step or the job, or what make, nox and tox have for it. */
  | { readonly kind: 'step' | 'job' | 'make' | 'nox' | 'tox'; readonly at: ArtifactPlace };

/** By `continue-on-error`, where nothing asks for the outcome afterwards. */
export function toleranceOfStep(
  file: ArtifactFile<'workflow'>,
  job: WorkflowJob,
  step: WorkflowStep,
): CiTolerance | undefined {
  const { continueOnError, id } = step;
  if (continueOnError?.value === 'true' && !inspectedResults(file.model).has(`steps.${id?.value ?? ''}`))
    return { kind: 'step', at: file.placeOf(continueOnError.span) };
  if (job.continueOnError?.value === 'true' && !inspectedResults(file.model).has(`needs.${job.id.value}`))
    return { kind: 'job', at: file.placeOf(job.continueOnError.span) };
  return undefined;
}

/** The steps and jobs (`steps.lint`, `needs.build`) of which some expression of the workflow reads how they ended. */
const inspectedResults = memoize((workflow: Workflow): ReadonlySet<string> => {
  const found = JSON.stringify(workflow).matchAll(/((?:steps|needs)\.[\w-]+)\.(?:outcome|conclusion|result)/g);
  return new Set([...found].flatMap(([, name]) => name ?? []));
});

/**
 * What in the script hides the failure of a command for good. `text` is the whole script: one that reads `$?` or notes a
 * failure for later steps does something with it; without the text that cannot be determined.
 */
export function hidingOf(
  { failureHiddenBy: hiding }: ShellCommand,
  { commands, readsStatus }: ShellScript,
  text: string | undefined,
): FailureHiding | undefined {
  if (hiding === undefined) return undefined;
  const isRead = readsStatus ?? (text === undefined || /\$\?|\$\{?(?:\?|PIPESTATUS)/.test(text));
  const then = commands.find(({ span }) => span.start === hiding.span.start);
  switch (hiding.kind) {
    case 'exit-zero':
      return commands.some(propagatesFailure) || (text !== undefined && isRead) ? undefined : hiding;
    case 'or-true':
      return then?.redirections.some(({ target }) => target?.isDynamic === true) === true ? undefined : hiding;
    case 'set-plus-e':
      return isRead ? undefined : hiding;
    case 'pipe':
      return isRead || !PASSING_ON.has(then?.words[0]?.text ?? '') ? undefined : hiding;
  }
}

/** `exit 1`, `exit $status`, `[ $? -ne 0 ]`. */
const propagatesFailure = ({ words: [program, ...args] }: ShellCommand): boolean =>
  args.some(({ text }) => text.includes('$?')) ||
  (/^(?:exit|return|false)$/.test(program?.text ?? '') && args[0]?.text !== '0');

/** Programs that pass text on and succeed whatever it says. */
const PASSING_ON: ReadonlySet<string> = new Set([
  'tee',
  'cat',
  'head',
  'tail',
  'sed',
  'sort',
  'uniq',
  'tr',
  'ts',
  'column',
]);
