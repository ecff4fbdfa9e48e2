import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { folderOfWhole, type PreparedScan } from '../audit/index.ts';
import { pathIn } from '../config/index.ts';
import { readRegularFile } from '../discover/index.ts';
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

/** The baseline that the command line names, or the configuration of a path (without one, of the folder that is scanned); undefined where there is none. */
export function findBaseline(
  { baseline }: Pick<CheckOptions, 'baseline'>,
  { configurations, request }: Pick<PreparedScan, 'configurations' | 'request'>,
  { cwd }: Pick<Io, 'cwd'>,
  path: string = pathIn(folderOfWhole(request)),
): BaselineFile | undefined {
  if (baseline === false) return undefined;
  if (baseline === '') throw new UsageError('`--baseline` needs a file name');
  if (baseline !== undefined) return { file: resolve(cwd, baseline), shownAs: baseline };
  const configuration = configurations.nearest('baseline', path);
  if (configuration?.baseline === undefined) return undefined;
  const file = join(configuration.folder, configuration.baseline.value);
  refuseLink(file, configuration.folder, showPath(file, cwd));
  return { file, shownAs: showPath(file, cwd) };
}

/** Where `auditlint baseline` writes when nothing names a file. */
export function defaultBaseline({ cwd }: Pick<Io, 'cwd'>): BaselineFile {
  return { file: join(cwd, DEFAULT_BASELINE), shownAs: DEFAULT_BASELINE };
}

/** Reads a baseline. Throws `UsageError` where it cannot be read or is none. */
export function readBaseline({ file, shownAs }: BaselineFile): readonly BaselineEntry[] {
  if (!existsSync(file)) {
    throw new UsageError(`no baseline \`${shownAs}\`; \`auditlint baseline\` writes one`);
  }
  // Neither waits for a pipe nor reads a device.
  const real = realpathSync(file);
  const content = readRegularFile(dirname(real), basename(real), MAX_BYTES);
  if (content.kind === 'skipped') {
    throw new UsageError(`the baseline \`${shownAs}\`: ${content.skipped.message}`);
  }
  const text = content.bytes.toString('utf8');
  const parsed = parseBaseline(text);
  if (parsed.kind === 'entries') return parsed.entries;
  throw new UsageError(`the baseline \`${shownAs}\` ${parsed.problem}; it was not changed`);
}

/** A million findings. */
const MAX_BYTES = 128 * 1024 * 1024;

/** A configuration that came with the repository may not lead out of its folder, through no link on the way. */
function refuseLink(file: string, folder: string, shownAs: string): void {
  for (let place = file; place !== folder && place !== dirname(place); place = dirname(place)) {
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      throw new UsageError(`the baseline \`${shownAs}\` is a symbolic link; name the file itself`);
    }
  }
}
