/** What V8 made of this program is kept for the next run, where Node can do that (22.8 and newer). */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CacheUser } from '../cache/index.ts';
import { userFolder } from '../cache/user-folder.ts';
import { leadsOut, relativePath } from '../text/posix-path.ts';

export interface CompiledProgram {
  /** Absolute path. */
  readonly folder: string;
  readonly isKept: boolean;
}

/** `module.enableCompileCache`, which the oldest Node that we run on does not have, nor the types, which are its. */
export type EnableCompileCache = (folder: string) => { readonly directory?: string };

/** The world as it is when a process begins. */
export interface Start {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  readonly user: CacheUser;
}

/**
 * Has Node keep it, in a folder that nobody but the user can have filled: what lies there is run. Says nothing where that cannot be
 * had. Threads and processes that this one starts take over the folder by the environment.
 */
export function keepCompiled(start: Start, enable: EnableCompileCache, version = bundleVersion): void {
  const { env, words } = start;
  if (isSet(env.NODE_COMPILE_CACHE) || isSet(env.NODE_DISABLE_COMPILE_CACHE)) return;
  // Who wants nothing of earlier runs, and who takes it away, does not want this either.
  if (isSet(env.AUDITLINT_NO_CACHE) || words.includes('--no-cache') || words[0] === 'cache') return;
  try {
    const { folder } = compiledProgram(env, start.user);
    const name = version();
    if (name === undefined || isNearScanned(folder, start) || !isOwned(folder, start.user)) return;
    const own = join(folder, name);
    if (makeFolder(own)) dropOldest(folder);
    const { directory } = enable(own);
    if (directory !== undefined) env.NODE_COMPILE_CACHE = own;
  } catch {
    // A home that cannot be written to.
  }
}

/** The folder of all versions. Sources keep nothing: they are compiled by who develops them. */
export function compiledProgram(env: Start['env'], user: CacheUser): CompiledProgram {
  return { folder: join(userFolder('cache', env, user), 'compiled'), isKept: bundleVersion() !== undefined };
}

/** How many bytes the folder of all versions holds. */
export function compiledBytes({ folder, isKept }: CompiledProgram): number {
  if (!isKept || !existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const statuses = names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false }));
  return statuses.reduce((sum, status) => sum + (status?.isFile() === true ? status.size : 0), 0);
}

/** Of what is kept for so many versions the oldest goes first. */
const MOST_VERSIONS = 4;

/** A repository could bring such a folder along, and CI likes to place the user's home in it. */
function isNearScanned(folder: string, { words, cwd }: Start): boolean {
  const statuses = words.map(
    (word) => [resolve(cwd, word), statSync(resolve(cwd, word), { throwIfNoEntry: false })] as const,
  );
  const named = statuses.flatMap(([path, status]) =>
    status === undefined ? [] : [status.isDirectory() ? path : dirname(path)],
  );
  // Several paths are scanned from the folder around them.
  let around = named[0] ?? cwd;
  while (!named.every((path) => isIn(around, path))) around = dirname(around);
  return [cwd, around, ...named].some((root) => isIn(root, folder)) || isInProject(folder);
}

function isInProject(folder: string): boolean {
  for (let around = folder; ; around = dirname(around)) {
    if (PROJECT_MARKS.some((mark) => existsSync(join(around, mark)))) return true;
    if (dirname(around) === around) return false;
  }
}

const PROJECT_MARKS = ['.git', 'pyproject.toml', 'auditlint.toml'];

const isIn = (root: string, path: string): boolean => !leadsOut(relativePath(root, path));

/** Makes it where there is none. Only its owner may write to it and to what it lies in, and read what it says of the program's use. */
function isOwned(folder: string, { uid }: CacheUser): boolean {
  const above = dirname(folder);
  for (const each of [dirname(above), above, folder]) makeFolder(each);
  return isPlain(lstatSync(folder), uid, 0o077) && isPlain(lstatSync(above), uid, 0o022) && isSafe(dirname(above), uid);
}

/** Whether there was none. Not `recursive`, with which Node 22 never comes back from a folder in /proc. */
function makeFolder(folder: string): boolean {
  if (existsSync(folder)) return false;
  mkdirSync(folder, { mode: 0o700 });
  return true;
}

/** A cache home may be a link, and the system may have made it. */
function isSafe(home: string, uid: number | undefined): boolean {
  const status = statSync(home);
  return uid === undefined || ((status.uid === uid || status.uid === 0) && (status.mode & 0o022) === 0);
}

function isPlain(status: Stats, uid: number | undefined, forbidden: number): boolean {
  return status.isDirectory() && (uid === undefined || (status.uid === uid && (status.mode & forbidden) === 0));
}

function dropOldest(folder: string): void {
  const versions = readdirSync(folder).map((name) => ({ name, madeAt: lstatSync(join(folder, name)).mtimeMs }));
  versions.sort((a, b) => b.madeAt - a.madeAt);
  for (const { name } of versions.slice(MOST_VERSIONS)) rmSync(join(folder, name), { recursive: true, force: true });
}

function bundleVersion(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  // The entry of the bundle names its chunks by hashes of what is in them.
  const entry = fileURLToPath(new URL('./cli.js', import.meta.url));
  return createHash('sha256').update(entry).update(readFileSync(entry)).digest('hex').slice(0, 16);
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
