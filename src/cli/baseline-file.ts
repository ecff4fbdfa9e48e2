import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PreparedScan } from '../audit/index.ts';
import { type BaselineEntry, parseBaseline } from '../findings/index.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { showPath } from './scan-root.ts';
import { UsageError } from './usage-error.ts';

/** The name of a baseline for which nobody chose one. */
const DEFAULT_BASELINE = 'auditlint-baseline.txt';

/** Which file is the baseline. */
export interface BaselineFile {
  /** Absolute path. */
  readonly file: string;
  readonly shownAs: string;
}

/** The baseline that the command line or the configuration names; undefined where there is none. */
export function findBaseline(
  { baseline }: Pick<CheckOptions, 'baseline'>,
  { configuration }: Pick<PreparedScan, 'configuration'>,
  { cwd }: Pick<Io, 'cwd'>,
): BaselineFile | undefined {
  if (baseline === false) return undefined;
  if (baseline === '') throw new UsageError('`--baseline` needs the name of a file');
  if (baseline !== undefined) return { file: resolve(cwd, baseline), shownAs: baseline };
  if (configuration?.baseline === undefined) return undefined;
  const file = join(configuration.folder, configuration.baseline.value);
  refuseLink(file, showPath(file, cwd));
  return { file, shownAs: showPath(file, cwd) };
}

/** Where `auditlint baseline` writes when nothing names a file. */
export function defaultBaseline({ cwd }: Pick<Io, 'cwd'>): BaselineFile {
  return { file: join(cwd, DEFAULT_BASELINE), shownAs: DEFAULT_BASELINE };
}

/** Reads a baseline. Throws `UsageError` where it cannot be read or is none. */
export function readBaseline({ file, shownAs }: BaselineFile): readonly BaselineEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = existsSync(file) ? 'it cannot be read' : 'it is not there; `auditlint baseline` writes one';
    throw new UsageError(`the baseline \`${shownAs}\`: ${reason}`, { cause });
  }
  const parsed = parseBaseline(text);
  if (parsed.kind === 'entries') return parsed.entries;
  throw new UsageError(`the baseline \`${shownAs}\` ${parsed.problem}; it was left as it is`);
}

/** A configuration that came with the repository may not lead out of it. */
function refuseLink(file: string, shownAs: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new UsageError(`the baseline \`${shownAs}\` is a symbolic link; name the file itself`);
  }
}
