import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, usageOf } from '../command-line.ts';
import { PYPI } from '../corpus/fetch-sdist.ts';
import { normalName } from '../corpus/packages.ts';
import { splitWords } from '../corpus/select-rules.ts';
import { projectRoot } from '../project-root.ts';
import { PACKAGES } from './scanned-repositories.ts';

export interface GoldenArguments {
  readonly fixtures: boolean;
  /** Names of packages. */
  readonly packages: readonly string[];
  /** Everything is scanned. */
  readonly isWhole: boolean;
  /** Prints what changed, of these rules or, where there are none, of all. */
  readonly diff: readonly string[] | undefined;
  readonly writes: boolean;
  /** The revision whose lines are to be computed. */
  readonly at: string | undefined;
  /** Holds the packages (`corpus`) and the lines of each hash (`golden`). */
  readonly cache: string;
  readonly index: string;
  readonly jobs: number;
}

/** All rules run each time, so none can be chosen: the cause of a finding depends on which others are found. */
const USAGE = `npm run golden [-- options]
  --diff [RULE…]        prints what changed, line by line
  --write               takes what is found now for what is meant
  --fixtures            the fixtures alone
  --packages NAME,…     these packages alone, or all
  --at REV              computes the lines of a revision, so that --diff can show them
  --cache DIR           where packages and lines are kept (.cache)
  --jobs N              how many processes scan
  --index URL           another index of packages`;
const usage = usageOf(USAGE);

/** Throws an Error with a sentence and the usage for what cannot be read. */
export function parseArguments(args: readonly string[], ruleNames: readonly string[]): GoldenArguments {
  const { values, positionals } = readOptions(args, OPTIONS, usage);
  const { fixtures, write: writes, diff, at } = values;
  const named = splitWords(values.packages);
  const isWhole = !fixtures && named.length === 0;
  if (positionals[0] !== undefined && !diff) throw usage(`\`${positionals[0]}\` belongs to no option`);
  const unknown = positionals.find((name) => !ruleNames.includes(name));
  if (unknown !== undefined) throw usage(`there is no rule \`${unknown}\``);
  if (writes && !isWhole) throw usage('--write needs fixtures and packages');
  if ([writes, diff, at !== undefined].filter(Boolean).length > 1)
    throw usage('only one of --write, --diff and --at can be done');
  if (at !== undefined && !isWhole) throw usage('--at computes all lines of a revision');
  return {
    fixtures: isWhole || fixtures,
    packages: isWhole ? Object.keys(PACKAGES) : toPackages(named),
    isWhole,
    diff: diff ? positionals : undefined,
    writes,
    at,
    cache: resolve(values.cache ?? join(projectRoot, '.cache')),
    index: values.index,
    jobs: toJobs(values.jobs),
  };
}

const OPTIONS = {
  diff: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  fixtures: { type: 'boolean', default: false },
  packages: { type: 'string', multiple: true, default: [] as string[] },
  at: { type: 'string' },
  cache: { type: 'string' },
  jobs: { type: 'string' },
  index: { type: 'string', default: PYPI },
} as const;

function toPackages(named: readonly string[]): readonly string[] {
  const wanted = named.map(normalName);
  const unknown = wanted.find((name) => name !== 'all' && !Object.hasOwn(PACKAGES, name));
  if (unknown !== undefined) throw usage(`\`${unknown}\` is not among ${Object.keys(PACKAGES).join(', ')}`);
  return Object.keys(PACKAGES).filter((name) => wanted.includes('all') || wanted.includes(name));
}

/** Each process loads all rules, which takes as long as a large package: more than a few are no gain. */
const MOST_PROCESSES = 4;

function toJobs(text: string | undefined): number {
  if (text === undefined) return Math.min(availableParallelism(), MOST_PROCESSES);
  if (!/^[1-9]\d?$/.test(text)) throw usage('--jobs is no number of processes');
  return Number(text);
}
