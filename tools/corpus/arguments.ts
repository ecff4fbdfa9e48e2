import { basename, join, resolve } from 'node:path';
import { readDate, readOptions, usageOf } from '../command-line.ts';
import { projectRoot } from '../project-root.ts';
import { PYPI } from './fetch-sdist.ts';
import type { Folder } from './folder.ts';
import { splitWords } from './select-rules.ts';

export interface Arguments {
  /** Folders that were named. */
  readonly folders: readonly Folder[];
  /** Names of pinned packages, of `cpython` and `tensafe`; undefined means all of them. */
  readonly packages: readonly string[] | undefined;
  readonly pins: string;
  readonly cache: string;
  readonly index: string;
  /** A git directory or work tree of the audited repository. */
  readonly tensafe: string | undefined;
  /** Names of rules and categories; none means all rules. */
  readonly select: readonly string[];
  /** The revision to compare with. */
  readonly diff: string | undefined;
  /** Write `measurements/measured.md`, `scanned.tsv` and the profiles of the labels. */
  readonly writes: boolean;
  /** `YYYY-MM-DD`: is in the page and decides which suppressions have expired. */
  readonly date: string;
}

const USAGE = `npm run measure -- corpus [options] [package-version | package-version=path]…
  Folders that are named are scanned instead of the pinned packages, or beside those of --package.
  --package NAME,…  only these pinned packages (cpython and tensafe are two more), or all
  --select RULE,…   only these rules or categories
  --cache DIR       where unpacked packages lie and are put (.cache/corpus)
  --tensafe DIR     a git directory of the audited repository
  --diff REV        what today's rules add and remove against those of REV
  --write --date YYYY-MM-DD  write measurements/measured.md and the profiles of the labels
  --pins FILE, --index URL   other pins, another index`;
const usage = usageOf(USAGE);

const DEFAULT_CACHE = '.cache/corpus';
const DEFAULT_PINS = 'measurements/corpus/packages.txt';

/** Throws an Error with a sentence and the usage for what cannot be read. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = readOptions(args, OPTIONS, usage);
  const { write: writes, select, package: named, diff } = values;
  const packages = splitWords(named);
  const takesAll = packages.includes('all') || (packages.length === 0 && positionals.length === 0);
  const isPart = select.length > 0 || diff !== undefined || (packages.length > 0 && !takesAll);
  if (writes && isPart) throw usage('--write needs every rule and every package');
  return {
    folders: positionals.map(parseFolder),
    packages: takesAll ? undefined : packages,
    pins: resolve(values.pins ?? join(projectRoot, DEFAULT_PINS)),
    cache: resolve(values.cache ?? join(projectRoot, DEFAULT_CACHE)),
    index: values.index,
    tensafe: values.tensafe,
    select: splitWords(select),
    diff,
    writes,
    date: readDate(values.date ?? (writes ? '' : '1970-01-01'), usage),
  };
}

const OPTIONS = {
  write: { type: 'boolean', default: false },
  date: { type: 'string' },
  select: { type: 'string', multiple: true, default: [] as string[] },
  package: { type: 'string', multiple: true, default: [] as string[] },
  cache: { type: 'string' },
  pins: { type: 'string' },
  index: { type: 'string', default: PYPI },
  tensafe: { type: 'string' },
  diff: { type: 'string' },
} as const;

/** `path/to/django-5.2.19`, or `cpython-3.11=/usr/lib/python3.11` where the folder is called otherwise. */
function parseFolder(text: string): Folder {
  const equals = text.indexOf('=');
  const path = resolve(equals === -1 ? text : text.slice(equals + 1));
  const name = equals === -1 ? basename(path) : text.slice(0, equals);
  const dash = name.lastIndexOf('-');
  if (dash < 1) throw usage(`\`${name}\` names no package and version`);
  return { package: name.slice(0, dash), version: name.slice(dash + 1), path };
}
