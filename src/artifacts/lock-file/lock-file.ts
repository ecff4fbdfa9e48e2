import type { SourceText } from '../../text/index.ts';
import { linesOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { normalizeDistribution, parseRequirement } from '../requirements/requirement.ts';

/** What a tool resolved for every distribution that it found: `uv.lock`, `poetry.lock`, `pdm.lock`. */
export interface LockFile {
  readonly packages: readonly LockedPackage[];
}

interface LockedPackage {
  /** Normalised. */
  readonly distribution: string;
  /** Absent where its source has none. */
  readonly version?: string;
  /** What it needs on every machine, with `[extra]` where it asks for one. */
  readonly requires: readonly string[];
  /** It needs others on some machines only; or the whole project is for some, and every line says so. */
  readonly isForSome?: true;
  /** What each of its extras adds. */
  readonly extras: Readonly<Record<string, readonly string[]>>;
}

/**
 * Tools write these files line by line, in one way, and they are long: so they are read by lines, a hundred times faster than
 * as TOML. Sources: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile,
 * https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py, https://pdm-project.org/latest/usage/lockfile/
 */
export function readLockFile(text: SourceText): Reading<LockFile> {
  const packages: OpenPackage[] = [];
  let section: string | undefined;
  let key: string | undefined;
  for (const { value: line } of linesOf(text)) {
    if (line.startsWith('[')) {
      section = /^\[+package(?:\.([\w-]+))?\]+/.exec(line)?.[1] ?? (line.startsWith('[[package]]') ? '' : undefined);
      key = undefined;
      if (line.startsWith('[[package]]'))
        packages.push({ distribution: '', requires: [], extras: {}, forked: new Set() });
      continue;
    }
    const open = packages.at(-1);
    if (open === undefined || section === undefined) continue;
    const assigned = /^(?:"([^"]+)"|([\w.-]+)) = (.*)$/.exec(line);
    const value = assigned?.[3] ?? line;
    if (assigned !== null) key = assigned[1] ?? assigned[2];
    if (key !== undefined) readValue(open, section, key, value, assigned !== null);
  }
  const named = packages.filter(({ distribution }) => distribution !== '').map(({ forked: _, ...each }) => each);
  return { artifact: { packages: named }, comments: [], problems: [] };
}

interface OpenPackage {
  distribution: string;
  version?: string;
  readonly requires: string[];
  readonly extras: Record<string, string[]>;
  isForSome?: true;
  /** Named with a version, because there are several. */
  readonly forked: Set<string>;
}

function readVersion(open: OpenPackage, value: string): void {
  const version = /^"([^"]+)"/.exec(value)?.[1];
  if (version !== undefined) open.version = version;
}

function readValue(open: OpenPackage, section: string, key: string, value: string, isFirst: boolean): void {
  if (section === '') {
    if (key === 'name' && isFirst) open.distribution = normalizeDistribution(/^"([^"]+)"/.exec(value)?.[1] ?? '');
    else if (key === 'version' && isFirst) readVersion(open, value);
    else if (key === 'dependencies')
      open.requires.push(...(value.includes('{') ? ofTables(value, open) : ofTexts(value)));
  } else if (section === 'dependencies') {
    // A list holds one version for each kind of machine, and a line of it is no assignment.
    if (isFirst) open.requires.push(...ofPoetry(key, value));
  } else if (section === 'optional-dependencies' || section === 'extras') {
    const extra = normalizeDistribution(key);
    const added = value.includes('{') ? ofTables(value, open) : ofTexts(value);
    const known = open.extras[extra];
    if (known === undefined) open.extras[extra] = added;
    else for (const each of added) known.push(each);
  }
}

const textsOf = (value: string): string[] => [...value.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);

const withExtras = (name: string, extras: readonly string[]): string[] => {
  const distribution = normalizeDistribution(name);
  return [distribution, ...extras.map((extra) => `${distribution}[${normalizeDistribution(extra)}]`)];
};

/**
 * `{ name = "uvicorn", extra = ["standard"] }` of uv. One with a marker is for some machines; what is named again with a version
 * of its own is for the others.
 */
const ofTables = (value: string, open: OpenPackage): string[] =>
  [...value.matchAll(/\{ name = "([^"]+)"((?:[^{}]|\{[^{}]*\})*)\}/g)].flatMap(([, name = '', rest = '']) => {
    const isForSome = /\bmarker = /.test(rest);
    const isAgain = open.forked.has(name);
    if (isForSome) open.isForSome = true;
    if (/\bversion = /.test(rest)) open.forked.add(name);
    return isForSome && !isAgain ? [] : withExtras(name, textsOf(/\bextra = (\[[^\][]*\])/.exec(rest)?.[1] ?? ''));
  });

/** `"uvicorn[standard]>=0.30"` of PDM, and the older form of Poetry: `"brotli (>=1.0)"`. */
const ofTexts = (value: string): string[] =>
  textsOf(value).flatMap((text) => {
    const found = parseRequirement(text.replaceAll('\\"', '"'));
    return found === undefined || found.marker !== undefined ? [] : withExtras(found.distribution, found.extras);
  });

/** `uvicorn = {version = ">=0.30", extras = ["standard"]}`. */
function ofPoetry(name: string, value: string): string[] {
  if (name === 'python' || /\b(?:markers|optional|python) = /.test(value)) return [];
  return withExtras(name, textsOf(/\bextras = (\[[^\][]*\])/.exec(value)?.[1] ?? ''));
}
