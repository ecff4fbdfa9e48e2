import { join, resolve } from 'node:path';
import { readDate, readOptions, usageOf } from '../command-line.ts';
import { splitWords } from '../corpus/select-rules.ts';
import { projectRoot } from '../project-root.ts';
import type { Part } from './mined-row.ts';

export interface RecallArguments {
  readonly repositories: readonly string[];
  readonly tables: readonly string[];
  readonly select: readonly string[];
  readonly parts: readonly Part[];
  readonly cache: string;
  /** A table of mined rows to be taken in; nothing is scanned then. */
  readonly take: string | undefined;
  readonly writes: boolean;
  readonly date: string;
  readonly project: string;
}

const USAGE = `npm run recall -- --repositories DIR… [--table FILE]… [--select RULE,…] [--part kept|aside|all] [--write]
npm run recall -- --repositories DIR… --take FILE
  --repositories DIR  a folder of clones that are called owner+name; may be given more than once
  --table FILE        what auditors found in a repository that measurements/recall/audits.tsv names
  --part PART         of the mined rows those that are kept (unless told otherwise), those that are set aside, or all
  --take FILE         checks mined rows of all rules, and puts those that are good into measurements/recall
  --cache DIR         where scans are kept for the next run
  --write             writes the section of measurements/measured.md
  --date YYYY-MM-DD   the day that stands there
  --project FOLDER    another project that keeps rows in measurements/recall`;
const usage = usageOf(USAGE);

/** Throws an Error with a sentence and the usage for what cannot be read. */
export function parseArguments(args: readonly string[], today: string): RecallArguments {
  const { values, positionals } = readOptions(args, OPTIONS, usage);
  const { repositories, take, write: writes, date = today } = values;
  const select = splitWords(values.select);
  if (positionals[0] !== undefined) throw usage(`\`${positionals[0]}\` belongs to no option`);
  if (repositories.length === 0) throw usage('--repositories is needed');
  if (writes && select.length > 0) throw usage('--write needs every rule');
  return {
    repositories,
    tables: values.table,
    select,
    parts: toParts(values.part),
    cache: resolve(values.cache ?? join(projectRoot, '.cache/recall')),
    take,
    writes,
    date: readDate(date, usage),
    project: resolve(values.project ?? projectRoot),
  };
}

const OPTIONS = {
  repositories: { type: 'string', multiple: true, default: [] as string[] },
  table: { type: 'string', multiple: true, default: [] as string[] },
  select: { type: 'string', multiple: true, default: [] as string[] },
  part: { type: 'string', default: 'kept' },
  cache: { type: 'string' },
  take: { type: 'string' },
  write: { type: 'boolean', default: false },
  date: { type: 'string' },
  project: { type: 'string' },
} as const;

function toParts(text: string): readonly Part[] {
  switch (text) {
    case 'kept':
    case 'aside':
      return [text];
    case 'all':
      return ['kept', 'aside'];
    default:
      throw usage(`there is no part \`${text}\``);
  }
}
