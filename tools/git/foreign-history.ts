import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unpackTar } from '../archive/unpack-tar.ts';
import { LineMap } from './line-map.ts';
import { runGit } from './run-git.ts';

/**
 * The commits of a repository that others wrote. Its objects are read through a bare repository of our own that borrows
 * them, so nothing of its configuration is read: no hook, filter, monitor or external diff that it names can run.
 */
export class ForeignHistory {
  readonly #gitDir: string;
  readonly #cache: string;
  readonly #commits = new Map<string, string>();
  readonly #paths = new Map<string, boolean>();
  readonly #renames = new Map<string, ReadonlyMap<string, string>>();
  readonly #lineMaps = new Map<string, LineMap | undefined>();

  /** `place`: a work tree or a git directory. `cache`: a folder for what is unpacked; made when it is missing. */
  constructor(place: string, cache: string) {
    const objects = join(findGitDirectory(resolve(place)), 'objects');
    this.#cache = resolve(cache);
    this.#gitDir = join(this.#cache, 'history.git');
    mkdirSync(this.#cache, { recursive: true });
    runGit(this.#gitDir, ['init', '--quiet', '--bare', '--template=', this.#gitDir]);
    writeFileSync(join(this.#gitDir, 'objects/info/alternates'), `${objects}\n`);
  }

  /** The full name of a commit. Throws an Error with one sentence where there is none. */
  resolve(commit: string): string {
    const known = this.#commits.get(commit);
    if (known !== undefined) return known;
    if (!/^[0-9a-f]{4,64}$/.test(commit)) throw new Error(`\`${commit}\` is no hash of a commit`);
    const full = this.#resolve(commit);
    this.#commits.set(commit, full);
    return full;
  }

  /** The bare repository of our own. */
  get gitDirectory(): string {
    return this.#gitDir;
  }

  /** The text of a file; undefined where the commit has none of that path. Throws an Error where the clone lacks it. */
  read(path: string, commit: string): string | undefined {
    if (!this.#exists(path, commit)) return undefined;
    try {
      return runGit(this.#gitDir, ['cat-file', 'blob', `${this.resolve(commit)}:${path}`]);
    } catch (cause) {
      throw new Error(`the clone lacks the content of \`${path}\` at \`${commit}\``, { cause });
    }
  }

  /** The files of a commit, unpacked once into the cache; returns their folder. */
  async unpack(commit: string): Promise<string> {
    const full = this.resolve(commit);
    const folder = join(this.#cache, full.slice(0, 12));
    if (existsSync(folder)) return folder;
    const aside = `${folder}.${process.pid}`;
    const archive = `${aside}.tar`;
    try {
      runGit(this.#gitDir, ['archive', '--format=tar', '-o', archive, full]);
      await unpackTar(archive, aside);
      moveUnlessThere(aside, folder);
    } finally {
      rmSync(archive, { force: true });
      rmSync(aside, { recursive: true, force: true });
    }
    return folder;
  }

  /** Where a file of one commit is in another; undefined where it is gone. */
  pathIn(path: string, from: string, to: string): string | undefined {
    // Git takes no file for renamed that still has its name; asked only then, it reads nothing that a clone may lack.
    return this.#exists(path, to) ? path : this.#renamed(from, to).get(path);
  }

  /** How the lines of a file moved between two commits; undefined where the file is gone. */
  lineMap(path: string, from: string, to: string): LineMap | undefined {
    const key = [path, from, to].join('\0');
    if (!this.#lineMaps.has(key)) this.#lineMaps.set(key, this.#readLineMap(path, from, to));
    return this.#lineMaps.get(key);
  }

  #resolve(commit: string): string {
    try {
      return runGit(this.#gitDir, ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]).trim();
    } catch (cause) {
      throw new Error(`the repository holds no commit \`${commit}\``, { cause });
    }
  }

  #readLineMap(path: string, from: string, to: string): LineMap | undefined {
    const later = this.pathIn(path, from, to);
    if (later === undefined) return undefined;
    const sides = [`${this.resolve(from)}:${path}`, `${this.resolve(to)}:${later}`];
    return LineMap.parse(runGit(this.#gitDir, ['diff', ...PLAIN, '--unified=0', ...sides]));
  }

  #renamed(from: string, to: string): ReadonlyMap<string, string> {
    const key = [from, to].join('\0');
    const known = this.#renames.get(key);
    if (known !== undefined) return known;
    const renames = this.#readRenames(from, to);
    this.#renames.set(key, renames);
    return renames;
  }

  #readRenames(from: string, to: string): ReadonlyMap<string, string> {
    const commits = [this.resolve(from), this.resolve(to)];
    const options = ['--find-renames', '-l10000', '--diff-filter=R', '--name-status', '-z'];
    const fields = runGit(this.#gitDir, ['diff', ...PLAIN, ...options, ...commits, '--']).split('\0');
    const renames = new Map<string, string>();
    for (let index = 0; index + 2 < fields.length; index += 3) {
      renames.set(fields[index + 1] ?? '', fields[index + 2] ?? '');
    }
    return renames;
  }

  #exists(path: string, commit: string): boolean {
    const key = [path, commit].join('\0');
    const known = this.#paths.get(key);
    if (known !== undefined) return known;
    const exists = runGit(this.#gitDir, ['ls-tree', '--name-only', '-z', this.resolve(commit), '--', path]) !== '';
    this.#paths.set(key, exists);
    return exists;
  }
}

/** Another run may have put the same files there meanwhile. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

const PLAIN = ['--no-ext-diff', '--no-textconv', '--no-color'];

/** Found without asking git, which would read the configuration there. */
function findGitDirectory(place: string): string {
  const inside = join(place, '.git');
  if (existsSync(inside)) return statSync(inside).isDirectory() ? inside : linkedGitDirectory(place, inside);
  if (existsSync(join(place, 'objects'))) return place;
  throw new Error(`${place} is neither a git directory nor a work tree`);
}

/** A work tree made by `git worktree` or a submodule has a file that names its git directory. */
function linkedGitDirectory(place: string, file: string): string {
  const named = /^gitdir: (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (named === undefined) throw new Error(`${file} names no git directory`);
  const directory = resolve(place, named);
  const common = join(directory, 'commondir');
  return existsSync(common) ? resolve(directory, readFileSync(common, 'utf8').trim()) : directory;
}
