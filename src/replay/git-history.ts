import { groupBy } from '../collections/index.ts';
import { GitError, type GitRepository, type GitTree } from '../git/index.ts';
import type { SourceText } from '../text/index.ts';
import type { Brought, History, Hunk, HunkSide, Version } from './history.ts';
import { PastTexts } from './past-texts.ts';

/** The history of a repository, as git tells it. Reads objects only; each question is a process. */
export class GitHistory implements History {
  readonly contentIdOf: History['contentIdOf'];
  readonly #texts: PastTexts;

  constructor(readonly repository: GitRepository) {
    this.contentIdOf = repository.contentIdOf;
    this.#texts = new PastTexts(repository);
  }

  get isShallow(): boolean {
    return this.repository.isShallow;
  }

  findCommit(name: string): string | undefined {
    return this.repository.findCommit(name);
  }

  parentOf(commit: string): string | undefined {
    return this.repository.findCommit(`${commit}^`);
  }

  treeOf(commit: string): GitTree {
    return this.repository.treeOf(commit);
  }

  pathsIn(commit: string): readonly string[] {
    return this.#words(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit], '\0').flatMap((name) =>
      name.startsWith(this.repository.prefix) ? this.#inRoot(name) : [],
    );
  }

  namesEver(at: string): ReadonlySet<string> {
    const args = ['log', '-c', '--no-renames', '--name-only', '-z', '--format=', at, '--', '.'];
    return new Set(this.#words(args, /[\0\n]/).map((name) => this.#inRoot(name)));
  }

  broughtIn(document: Uint8Array, at: string): Brought | undefined {
    const id = this.contentIdOf(document);
    if (this.repository.git.run(['cat-file', '-e', id]).status !== 0) return undefined;
    const args = ['log', '-z', '--format=%H', '--name-only', '--no-renames', '--diff-filter=AM', `--find-object=${id}`];
    const [path, newest] = this.#words([...args, at, '--'], /[\0\n]/).reverse();
    if (path === undefined || newest === undefined) return undefined;
    const lines = this.#words(['blame', '-ls', newest, '--', path.slice(this.repository.prefix.length)], '\n');
    const [commit = newest, parent] = this.#words(['log', '-1', '--format=%H %P', mostOf(lines) ?? newest], /\s/);
    // Where a clone is cut off, all that is older seems to have come in at once.
    if (parent === undefined && this.isShallow) return undefined;
    return { commit, parent };
  }

  lastChange(path: string, at: string): string | undefined {
    return this.#words(['log', '-1', '--format=%H', at, '--', path], '\n')[0];
  }

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

  hunksSince(version: Version, now: Version): readonly Hunk[] | undefined {
    const args = ['diff', ...PLAIN_DIFF, '-M', version.commit, now.commit, '--'];
    const { status, stdout } = this.repository.git.run([...args, ...new Set([version.path, now.path])]);
    return status === 0 ? hunksIn(stdout.toString('utf8')) : undefined;
  }

  hunksOfAll(paths: readonly string[], since: string, at: string): ReadonlyMap<string, readonly Hunk[]> {
    // Other names stand in quotes in a diff.
    const wanted = [...new Set(paths)].filter((path) => /^[\w./-]+$/.test(this.#inGit(path)));
    if (wanted.length === 0) return new Map();
    const args = ['diff', ...PLAIN_DIFF, '--no-renames', '--dst-prefix=b/', since, at, '--'];
    const { status, stdout } = this.repository.git.run([...args, ...wanted]);
    if (status !== 0) return new Map();
    const changes = stdout.toString('utf8').split(/^(?=diff --git )/m);
    const hunks = new Map(changes.map((change) => [/^\+\+\+ b\/(.*)$/m.exec(change)?.[1], hunksIn(change)]));
    return new Map(wanted.map((path) => [path, hunks.get(this.#inGit(path)) ?? []]));
  }

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

  lastUpTo(commit: string, seconds: number, limit: number): readonly string[] {
    const [date] = this.#words(['log', '-1', '--format=%ct', commit, '--'], '\n');
    if (date === undefined) return [];
    const since = new Date((Number(date) - seconds) * 1000).toISOString();
    return this.#words(['log', '--format=%H', `-${limit}`, `--since=${since}`, commit, '--'], '\n');
  }

  changesOf(paths: readonly string[], limit: number, at: string): readonly string[] {
    return this.#words(['log', '--format=%H', `-${limit}`, at, '--', ...paths], '\n');
  }

  statesBefore(paths: readonly string[], since: string, limit: number, at: string): readonly string[] {
    const args = ['log', '--format=%P', `-${limit}`, `--since=${since}`, at, '--', ...paths];
    return this.#words(args, '\n').flatMap((parents) => parents.split(' ')[0] ?? []);
  }

  lastBefore(moment: string, at: string): readonly string[] {
    return this.#words(['rev-list', '-1', '--first-parent', `--before=${moment}`, at], '\n');
  }

  expect(versions: readonly Version[]): void {
    this.#texts.expect(versions);
  }

  textAt(version: Version): SourceText | undefined {
    return this.#texts.at(version);
  }

  everHeld(text: string, at: string): boolean | undefined {
    const { status, stdout } = this.repository.git.run(['log', '-1', '--format=%H', `-S${text}`, at, '--', '.']);
    return status === 0 ? stdout.length > 0 : undefined;
  }

  #words(args: readonly string[], apart: string | RegExp): string[] {
    const { status, stdout } = this.repository.git.run(args);
    return status === 0 ? stdout.toString('utf8').split(apart).filter(Boolean) : [];
  }

  /** As git tells it, and as it stands in a tree. After `--` a path is relative to the root, where git runs. */
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

const PLAIN_DIFF: readonly string[] = ['-U0', '--no-ext-diff', '--no-textconv', '--no-color'];
const NAMES_CHANGED = ['diff-tree', '-r', '-z', '--root', '-m', '--first-parent', '--no-commit-id', '--name-status'];

function hunksIn(diff: string): Hunk[] {
  const side = (start: string | undefined, count: string | undefined): HunkSide => ({
    start: Number(start),
    count: count === undefined ? 1 : Number(count),
  });
  return [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map((match) => ({
    before: side(match[1], match[2]),
    after: side(match[3], match[4]),
  }));
}
