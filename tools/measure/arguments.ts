import { join, resolve } from 'node:path';
import { readOptions, usageOf } from '../command-line.ts';
import { projectRoot } from '../project-root.ts';

export interface MeasureArguments {
  readonly tables: string;
  readonly planted: string;
  readonly repositories: readonly string[];
  readonly cache: string;
  readonly corpus: string;
  /** Tables whose rows are listed that are not met. */
  readonly missed: readonly string[];
  readonly json: string | undefined;
}

export const USAGE = `npm run measure -- [recall|severity|planted] [options]
  --tables DIR        tables of what was written down (../shared/ground-truth, beside the project)
  --planted DIR       the projects that planted.tsv is about (planted, beside the tables' folder)
  --repositories DIR  a folder of clones or bare git directories that are called owner+name, as
                      \`git clone --bare https://github.com/<owner>/<name> DIR/<owner>+<name>\` makes them;
                      measurements/recall/audits.tsv names them. May be given more than once (.cache/repositories)
  --cache DIR         where scans are kept for the next run (.cache/measure)
  --corpus DIR        where two libraries are fetched to, as \`npm run measure -- corpus\` does (.cache/corpus)
  --missed TABLE      lists the rows of a table that are not met; may be given more than once
  --json FILE         writes all that was measured, with each row`;
const usage = usageOf(USAGE);

/** Throws an Error with a sentence and the usage for what cannot be read. */
export function parseArguments(args: readonly string[]): MeasureArguments {
  const { values, positionals } = readOptions(args, OPTIONS, usage);
  if (positionals[0] !== undefined) throw usage(`\`${positionals[0]}\` belongs to no option`);
  const tables = resolve(values.tables ?? join(projectRoot, '../shared/ground-truth'));
  const cacheFolder = join(projectRoot, '.cache');
  const { repositories = [join(cacheFolder, 'repositories')] } = values;
  return {
    tables,
    planted: resolve(values.planted ?? join(tables, '../planted')),
    repositories: repositories.map((folder) => resolve(folder)),
    cache: resolve(values.cache ?? join(cacheFolder, 'measure')),
    corpus: resolve(values.corpus ?? join(cacheFolder, 'corpus')),
    missed: values.missed,
    json: values.json === undefined ? undefined : resolve(values.json),
  };
}

const OPTIONS = {
  tables: { type: 'string' },
  planted: { type: 'string' },
  repositories: { type: 'string', multiple: true },
  cache: { type: 'string' },
  corpus: { type: 'string' },
  missed: { type: 'string', multiple: true, default: [] as string[] },
  json: { type: 'string' },
} as const;
