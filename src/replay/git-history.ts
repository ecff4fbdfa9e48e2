import { groupBy } from '../collections/index.ts';
import { GitError, type GitRepository } from '../git/index.ts';
import type { SourceText } from '../text/index.ts';
import { PastTexts, type Version } from './past-texts.ts';

/** The commit that brought a document. */
export interface IntroducedBy {
  readonly commit: string;
  /** The first of those before it; undefined where there is none. */
  readonly parent: string | undefined;
}

/**
 * The history of a repository, as git tells it. Reads objects only; each question is a process. Paths are relative to the scanned root; `at` is
 * the commit that the history leads to.
 */
export class GitHistory {
  readonly #texts: PastTexts;

  constructor(readonly repository: GitRepository) {
    this.#texts = new PastTexts(repository);
  }

  get isShallow(): boolean {
    return this.repository.isShallow;
  }

  /** The full name of a commit; undefined where there is none of that name. */
  findCommit(name: string): string | undefined {
    return this.repository.findCommit(name);
  }

  pathsIn(commit: string): readonly string[] {
    return this.#words(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit], '\0').flatMap((name) =>
      name.startsWith(this.repository.prefix) ? this.#inRoot(name) : [],
    );
  }

  /** All that ever was called by a name. */
  namesEver(at: string): ReadonlySet<string> {
    const args = ['log', '-c', '--no-renames', '--name-only', '-z', '--format=', at, '--', '.'];
    return new Set(this.#words(args, /[\0\n]/).map((name) => this.#inRoot(name)));
  }

  /** The commit that brought a document, word for word. */
  introductionOf(document: Uint8Array, at: string): IntroducedBy | undefined {
    const id = this.repository.contentIdOf(document);
    if (this.repository.git.run(['cat-file', '-e', id]).status !== 0) return undefined;
    const args = ['log', '-z', '--format=%H', '--name-only', '--no-renames', '--diff-filter=AM', `--find-object=${id}`];
    const words = this.#words([...args, at, '--'], /[\0\n]/);
    // One commit may bring it by several paths.
    const [newest, path] = words.slice(words.findLastIndex((word) => /^[0-9a-f]{40,64}$/.test(word)));
    if (path === undefined || newest === undefined) return undefined;
    const lines = this.#words(['blame', '-ls', newest, '--', path.slice(this.repository.prefix.length)], '\n');
    const [commit = newest, parent] = this.#words(['log', '-1', '--format=%H %P', mostOf(lines) ?? newest], /\s/);
    // Where a clone is cut off, all that is older seems to have come in at once.
    if (parent === undefined && this.isShallow) return undefined;
    return { commit, parent };
  }

  /** The newest commit that changed what a path is. */
  lastChange(path: string, at: string): string | undefined {
    return this.#words(['log', '-1', '--format=%H', at, '--', path], '\n')[0];
  }

  /** Where a commit took a path; undefined where it deleted it. */
  renameIn(commit: string, path: string): string | 'there' | undefined {
    const words = this.#namesChanged(commit).toString('utf8').split('\0');
    const name = this.#inGit(path);
    for (let i = 0; i < words.length; i++) {
      const status = words[i] ?? '';
      const isPair = /^[RC]\d*$/.test(status);
      const [from, to] = [words[i + 1], words[i + 2]];
      if (isPair && status.startsWith('R') && from === name && to !== undefined) return this.#inRoot(to);
      if (isPair ? to === name : status !== 'D' && from === name) return 'there';
      i += isPair ? 2 : 1;
    }
    return undefined;
  }

  /** A clone may lack old content (`--filter=blob:none`): files that are the same to the byte are known without it. */
  #namesChanged(commit: string): Buffer {
    const read = (renames: string): Buffer => this.repository.git.read([...NAMES_CHANGED, renames, commit]);
    try {
      return read('-M');
    } catch (error) {
      if (error instanceof GitError) return read('-M100%');
      throw error;
    }
  }

  /** The versions of a file that commits made, newest first; renames are followed. */
  touches(path: string, limit: number, at: string): readonly Version[] {
    const format = ['log', '--follow', '-M', '--name-only', '-z', '--format=%H', `-${limit}`];
    const { status, stdout } = this.repository.git.run([...format, at, '--', path]);
    if (status !== 0) return [];
    const versions = stdout.toString('utf8').matchAll(/([0-9a-f]{40,64})\0\n([^\0]+)\0/g);
    const { prefix } = this.repository;
    // What it was called outside of the root is no path in it.
    return [...versions].flatMap(([, commit = '', name = '']) =>
      name.startsWith(prefix) ? { commit, path: this.#inRoot(name) } : [],
    );
  }

  /** The last commit before a moment, by first parents; undefined where all of it is younger. */
  lastBefore(moment: string, at: string): string | undefined {
    return this.#words(['rev-list', '-1', '--first-parent', `--before=${moment}`, at], '\n')[0];
  }

  /** Says which versions of files will be asked for one by one. */
  expect(versions: readonly Version[]): void {
    this.#texts.expect(versions);
  }

  /** A file at a commit; undefined where it has none, or none that is code. */
  textAt(version: Version): SourceText | undefined {
    return this.#texts.at(version);
  }

  #words(args: readonly string[], apart: string | RegExp): string[] {
    const { status, stdout } = this.repository.git.run(args);
    return status === 0 ? stdout.toString('utf8').split(apart).filter(Boolean) : [];
  }

  /** As git tells it, and as it is in a tree. After `--` a path is relative to the root, where git runs. */
  #inGit(path: string): string {
    return `${this.repository.prefix}${path}`;
  }

  #inRoot(name: string): string {
    const { prefix } = this.repository;
    return name.startsWith(prefix) ? name.slice(prefix.length) : name;
  }
}

/** A note that came later dates no finding: the commit of most lines. */
function mostOf(blamed: readonly string[]): string | undefined {
  const commits = groupBy(blamed, (line) => /[0-9a-f]{39}/.exec(line)?.[0] ?? '');
  return [...commits].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

const NAMES_CHANGED = ['diff-tree', '-r', '-z', '--root', '-m', '--first-parent', '--no-commit-id', '--name-status'];
