import { resolve } from 'node:path';
import { FAIL_ON, PROFILES } from '../config/choices.ts';
import type { CommandLineSettings, ConfigurableRule, FailOn, Selector } from '../config/index.ts';
import { suggestion } from '../config/nearest.ts';
import { parseSelector, unknownSelector } from '../config/selector.ts';
import { SEVERITIES } from '../findings/index.ts';
import { FORMATS, type Format, GROUPINGS, type Grouping } from '../reporters/formats.ts';
import type { CheckOptions } from './check-options.ts';
import { sameFile } from './output/output-file.ts';
import { UsageError } from './usage-error.ts';

/** Where a report goes, in which format. */
export interface Output {
  readonly format: Format;
  /** Absolute path; undefined is standard output. */
  readonly file: string | undefined;
  /** The file as the user wrote it. */
  readonly shownAs: string;
}

/** Reads `--format FORMAT[=FILE]` and `-o FILE`: any number of files, one report at most to standard output. */
export function planOutputs(options: Pick<CheckOptions, 'format' | 'output'>, cwd: string): Output[] {
  const outputs = placeOutputs(options, cwd);
  for (const [i, { file, shownAs, format }] of outputs.entries()) {
    const other = outputs.slice(0, i).find((earlier) => file !== undefined && sameFile(earlier.file, file));
    if (other === undefined) continue;
    throw new UsageError(`\`${other.format}\` and \`${format}\` both write to \`${shownAs}\`; use two files`);
  }
  return outputs;
}

function placeOutputs({ format = ['pretty'], output }: Pick<CheckOptions, 'format' | 'output'>, cwd: string): Output[] {
  const outputs = format.map((word) => planOutput(word, cwd));
  const open = outputs.filter(({ file }) => file === undefined);
  if (open.length > 1) throw new UsageError('two formats without a file; use `--format FORMAT=FILE` for all but one');
  if (output === undefined) return outputs;
  if (open.length === 0) throw new UsageError('`-o` has no effect: every `--format` names its own file');
  if (output === '-') return outputs;
  if (output === '') throw new UsageError('`-o` needs a file name');
  return outputs.map((planned) =>
    planned.file === undefined ? { ...planned, file: resolve(cwd, output), shownAs: output } : planned,
  );
}

function planOutput(word: string, cwd: string): Output {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const format = oneOf('--format', name, FORMATS);
  if (equals < 0) return { format, file: undefined, shownAs: '' };
  const file = word.slice(equals + 1);
  if (file === '') throw new UsageError(`\`--format ${word}\` names no file`);
  return { format, file: resolve(cwd, file), shownAs: file };
}

/** Reads `--category`, a word or a path of words. */
export function planCategory({ category }: Pick<CheckOptions, 'category'>): string | undefined {
  const isNamed = category === undefined || /^(?=.*[^/\s])[^\p{Cc}\p{Surrogate}]*$/u.test(category);
  if (!isNamed) throw new UsageError('`--category` needs a name, such as `auditlint` or `services/orders`');
  return category;
}

/** Reads `--profile`, `--min-severity`, `--select` and `--ignore`. */
export function planRules(options: CheckOptions, rules: readonly ConfigurableRule[]): CommandLineSettings {
  const { ignore = [], minSeverity: least } = options;
  const profile = options.profile === undefined ? undefined : oneOf('--profile', options.profile, PROFILES);
  const select = options.select === undefined ? undefined : readSelectors('--select', options.select, rules);
  return {
    ...(profile !== undefined && { profile }),
    ...(least !== undefined && { minSeverity: oneOf('--min-severity', least, SEVERITIES) }),
    ...(select !== undefined && { select }),
    ignore: readSelectors('--ignore', ignore, rules),
  };
}

/** Reads `--all` and `--quiet`: how much of the findings a person is shown. */
export function planFullness({ all, quiet }: Pick<CheckOptions, 'all' | 'quiet'>): 'short' | 'full' | 'none' {
  if (all === true && quiet === true) throw new UsageError('`--all` and `--quiet` contradict each other');
  return quiet === true ? 'none' : all === true ? 'full' : 'short';
}

export function planGrouping({ groupBy }: Pick<CheckOptions, 'groupBy'>): Grouping {
  return groupBy === undefined ? 'cause' : oneOf('--group-by', groupBy, GROUPINGS);
}

export function planFailOn({ failOn }: Pick<CheckOptions, 'failOn'>): FailOn | undefined {
  return failOn === undefined ? undefined : oneOf('--fail-on', failOn, FAIL_ON);
}

function readSelectors(option: string, words: readonly string[], rules: readonly ConfigurableRule[]): Selector[] {
  return words.map((word) => {
    if (word === '') throw new UsageError(`${option} names no rule, category or severity`);
    const selector = parseSelector(word, rules);
    if (selector === undefined) throw new UsageError(`${option}: ${unknownSelector(word, rules)}`);
    return selector;
  });
}

/** One of a few words, or a sentence with the nearest. */
export function oneOf<T extends string>(option: string, word: string, words: readonly T[]): T {
  const found = words.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  const choices = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  throw new UsageError(`${option}: unknown \`${word}\`${suggestion(word, words) || `; choose ${choices}`}`);
}
