import { changedPaths, renamedFrom, renameSource } from './memory-diff.ts';

export type Files = ReadonlyMap<string, string>;

export interface MemoryCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly seconds: number;
  readonly files: Files;
}

/** Commits in the order in which `git log` tells them. */
export class MemoryLog {
  readonly #commits = new Map<string, MemoryCommit>();

  add(commit: MemoryCommit): void {
    this.#commits.set(commit.id, commit);
  }

  commit(id: string): MemoryCommit {
    const found = this.#commits.get(id);
    if (found === undefined) throw new Error(`there is no commit ${id}`);
    return found;
  }

  /** By its name, or the beginning of it. */
  find(name: string): string | undefined {
    const found = [...this.#commits.keys()].filter((id) => id.startsWith(name));
    return name.length >= LEAST_NAME && found.length === 1 ? found[0] : undefined;
  }

  /** A commit and all before it, newest first. */
  leadingTo(at: string, since = 0): readonly MemoryCommit[] {
    return this.#walk(at, since, ({ parents }) => parents);
  }

  /** Those that changed something below some paths. Where a merge is as one of its parents, git looks at nothing else that it brought. */
  changesOf(paths: readonly string[], at: string, since = 0): readonly MemoryCommit[] {
    const isChanged = (commit: MemoryCommit, before: Files): boolean =>
      changedPaths(before, commit.files).some((changed) => paths.some((path) => isBelow(changed, path)));
    const sameAs = (commit: MemoryCommit) => commit.parents.find((id) => !isChanged(commit, this.commit(id).files));
    const walked = this.#walk(at, since, (commit) => {
      const same = sameAs(commit);
      return same === undefined ? commit.parents : [same];
    });
    return walked.filter((commit) =>
      commit.parents.length === 0 ? isChanged(commit, new Map()) : sameAs(commit) === undefined,
    );
  }

  /** The paths that a commit has in another way than each of its parents. */
  changedIn({ parents, files }: MemoryCommit): readonly string[] {
    const [first = [], ...others] =
      parents.length === 0 ? [changedPaths(new Map(), files)] : this.#changesSince(parents, files);
    return first.filter((path) => others.every((other) => other.includes(path)));
  }

  #changesSince(parents: readonly string[], files: Files): (readonly string[])[] {
    return parents.map((id) => changedPaths(this.commit(id).files, files));
  }

  /** Which file of its first parent a commit made this one of: one that it took away, before others. */
  originOf(path: string, commit: MemoryCommit): string | undefined {
    const [first] = commit.parents;
    if (first === undefined) return undefined;
    const before = this.commit(first);
    return renamedFrom(path, commit, before) ?? renameSource(path, commit.files.get(path) ?? '', before.files);
  }

  #walk(at: string, since: number, next: (commit: MemoryCommit) => readonly string[]): readonly MemoryCommit[] {
    const [waiting, seen, walked]: [MemoryCommit[], Set<string>, MemoryCommit[]] = [
      [this.commit(at)],
      new Set([at]),
      [],
    ];
    while (waiting.length > 0) {
      // The first of those that are as old, as they came.
      const newest = waiting.reduce((best, each) => (each.seconds > best.seconds ? each : best));
      waiting.splice(waiting.indexOf(newest), 1);
      if (newest.seconds < since) continue;
      walked.push(newest);
      for (const id of next(newest).filter((each) => !seen.has(each))) {
        seen.add(id);
        waiting.push(this.commit(id));
      }
    }
    return walked;
  }
}

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

const LEAST_NAME = 4;
