import { InputError } from './input-error.ts';
import { splitWords } from './words.ts';

/** What the workflow asks of the action. Texts are as they were written; undefined is "not given". */
export interface Inputs {
  readonly paths: readonly string[];
  /** Options for the command line, already split into words. */
  readonly args: readonly string[];
  readonly config: string | undefined;
  readonly plugins: readonly string[];
  readonly profile: string | undefined;
  readonly failOn: string | undefined;
  readonly baseline: string | undefined;
  /** A revision, `auto` (the base of a pull request) or undefined (no comparison). */
  readonly diff: string | undefined;
  readonly uploadSarif: boolean;
  readonly category: string | undefined;
  readonly annotations: boolean | 'auto';
  readonly summary: boolean;
  /** The audit is written as well, in this format. */
  readonly report: 'html' | 'markdown' | undefined;
  readonly workingDirectory: string;
}

/** Reads the inputs from the `INPUT_…` variables that action.yml sets. Throws `InputError`. */
export function readInputs(env: Environment): Inputs {
  const text = (name: string): string | undefined => textOf(env, name);
  const args = splitWords(text('args') ?? '');
  if (args === undefined) throw new InputError('input `args`: unclosed quote');
  return {
    paths: linesOf(text('paths') ?? '.'),
    args,
    config: text('config'),
    plugins: linesOf(text('plugins') ?? ''),
    profile: text('profile'),
    failOn: text('fail-on'),
    baseline: text('baseline'),
    diff: text('diff') === 'false' ? undefined : text('diff'),
    uploadSarif: readSwitch(env, 'upload-sarif'),
    category: text('category'),
    annotations: text('annotations') === 'auto' ? 'auto' : readSwitch(env, 'annotations'),
    summary: readSwitch(env, 'summary'),
    report: readReport(text('report')),
    workingDirectory: text('working-directory') ?? '.',
  };
}

export type Environment = Readonly<Record<string, string | undefined>>;

function textOf(env: Environment, name: string): string | undefined {
  const value = env[`INPUT_${name.replaceAll('-', '_').toUpperCase()}`]?.trim();
  return value === '' ? undefined : value;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readReport(value: string | undefined): Inputs['report'] {
  if (value === undefined || value === 'html' || value === 'markdown') return value;
  throw new InputError(`input \`report\`: unknown value \`${value}\`; use html or markdown, or leave it empty`);
}

function readSwitch(env: Environment, name: string): boolean {
  const value = textOf(env, name);
  if (value === 'true' || value === 'false') return value === 'true';
  const choices = name === 'annotations' ? 'auto, true or false' : 'true or false';
  throw new InputError(`input \`${name}\`: unknown value \`${value ?? ''}\`; use ${choices}`);
}
