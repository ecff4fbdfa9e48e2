import { createHash } from 'node:crypto';
import type { Brought, History, Hunk, Version } from '../../src/replay/history.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { SourceText } from '../../src/text/index.ts';
import { blamed, changedPaths, hunksBetween, renamesBetween } from './memory-diff.ts';
import { type Files, type MemoryCommit, MemoryLog } from './memory-log.ts';

/** What the next commit does to files; undefined removes one. */
export type Changes = Readonly<Record<string, string | undefined>>;

/** A history of commits that answers as git does, without a repository: `memory-history.deep.test.ts` holds the two against each other. */
export class MemoryHistory implements History {
  readonly #log = new MemoryLog();
  readonly #texts = new Map<string, SourceText>();
  #head: string | undefined;
  #seconds = Date.parse('2026-05-04T08:00:00Z') / 1000;

  constructor(readonly isShallow = false) {}

  /** What a clone has that got nothing but the newest commit. */
  static cutOff(files: Changes): MemoryHistory {
    return new MemoryHistory(true).commit(files);
  }

  /** A history of one commit. */
  static with(files: Changes): MemoryHistory {
    return new MemoryHistory().commit(files);
  }

  /** The newest commit. */
  get head(): string {
    if (this.#head === undefined) throw new Error('the history has no commit yet');
    return this.#head;
  }

  /** The moment of the next commit; those after it follow a minute apart. */
  at(moment: string): this {
    this.#seconds = Date.parse(moment) / 1000;
    return this;
  }

  /** The next commit comes after this one. */
  moveTo(commit: string): this {
    this.#head = this.#log.commit(commit).id;
    return this;
  }

  commit(changes: Changes = {}): this {
    return this.#add(changes, this.#head === undefined ? [] : [this.#head]);
  }

  /** Brings what another commit leads to, as `changes` say. */
  merge(other: string, changes: Changes): this {
    return this.#add(changes, [this.head, other]);
  }

  #add(changes: Changes, parents: readonly string[]): this {
    const [first] = parents;
    const files = new Map(first === undefined ? [] : this.#log.commit(first).files);
    for (const [path, content] of Object.entries(changes)) {
      if (content === undefined) files.delete(path);
      else files.set(path, content);
    }
    const seconds = this.#seconds;
    const id = createHash('sha1')
      .update(JSON.stringify([parents, seconds, [...files]]))
      .digest('hex');
    this.#log.add({ id, parents, seconds, files });
    this.#seconds += 60;
    this.#head = id;
    return this;
  }

  findCommit(name: string): string | undefined {
    return name === 'HEAD' ? this.#head : this.#log.find(name);
  }

  parentOf(commit: string): string | undefined {
    return this.#log.commit(commit).parents[0];
  }

  treeOf(commit: string): MemoryTree {
    return new MemoryTree(this.#log.commit(commit).files);
  }

  /** As git names it. */
  readonly contentIdOf = (bytes: Uint8Array): string =>
    createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

  pathsIn(commit: string): readonly string[] {
    return [...this.#log.commit(commit).files.keys()].sort();
  }

  namesEver(at: string): ReadonlySet<string> {
    const names = this.#log.changesOf([''], at).map((commit) => this.#log.changedIn(commit));
    return new Set(names.flat());
  }

  broughtIn(document: Uint8Array, at: string): Brought | undefined {
    const text = Buffer.from(document).toString('utf8');
    const holding = this.#log.leadingTo(at).filter(({ parents }) => parents.length < 2);
    const found = holding.flatMap((commit) => {
      const [before, { files }] = [this.#before(commit), commit];
      const paths = changedPaths(before, files).filter((path) => files.has(path));
      return paths.flatMap((path) => ([files.get(path), before.get(path)].includes(text) ? { commit, path } : []));
    });
    const oldest = found.at(-1);
    if (oldest === undefined) return undefined;
    const commit = mostOf(blamed(oldest.commit, oldest.path, this.#log)) ?? oldest.commit.id;
    const parent = this.parentOf(commit);
    return parent === undefined && this.isShallow ? undefined : { commit, parent };
  }

  lastChange(path: string, at: string): string | undefined {
    return this.changesOf([path], 1, at)[0];
  }

  renameIn(commit: string, path: string): string | 'there' | undefined {
    const { parents, files } = this.#log.commit(commit);
    // git compares a merge with each of its parents here.
    for (const parent of parents) {
      const before = this.#log.commit(parent).files;
      if (files.has(path) ? files.get(path) !== before.get(path) : renamesBetween(before, files).has(path))
        return renamesBetween(before, files).get(path) ?? 'there';
    }
    return parents.length === 0 && files.has(path) ? 'there' : undefined;
  }

  hunksSince(version: Version, now: Version): readonly Hunk[] {
    const pathsOf = ({ commit }: Version): Files => {
      const { files } = this.#log.commit(commit);
      return new Map([...files].filter(([path]) => path === version.path || path === now.path));
    };
    return hunksBetween(pathsOf(version), pathsOf(now));
  }

  hunksOfAll(paths: readonly string[], since: string, at: string): ReadonlyMap<string, readonly Hunk[]> {
    const hunks = (path: string) => this.hunksSince({ commit: since, path }, { commit: at, path });
    const { files } = this.#log.commit(at);
    return new Map(paths.map((path) => [path, files.has(path) ? hunks(path) : []]));
  }

  touches(path: string, limit: number, at: string): readonly Version[] {
    const versions: Version[] = [];
    let name = path;
    for (const commit of this.#log.leadingTo(at)) {
      const before = this.#before(commit);
      // git shows no changes of a merge.
      if (commit.parents.length > 1 || before.get(name) === commit.files.get(name)) continue;
      versions.push({ commit: commit.id, path: name });
      if (!before.has(name)) name = this.#log.originOf(name, commit) ?? name;
    }
    return versions.slice(0, limit);
  }

  lastUpTo(commit: string, seconds: number, limit: number): readonly string[] {
    const since = this.#log.commit(commit).seconds - seconds;
    return idsOf(this.#log.leadingTo(commit, since)).slice(0, limit);
  }

  changesOf(paths: readonly string[], limit: number, at: string): readonly string[] {
    return idsOf(this.#log.changesOf(paths, at)).slice(0, limit);
  }

  statesBefore(paths: readonly string[], since: string, limit: number, at: string): readonly string[] {
    const changes = this.#log.changesOf(paths, at, Date.parse(since) / 1000);
    return changes.slice(0, limit).flatMap(({ parents }) => parents[0] ?? []);
  }

  lastBefore(moment: string, at: string): readonly string[] {
    for (let id: string | undefined = at; id !== undefined; id = this.parentOf(id))
      if (this.#log.commit(id).seconds * 1000 <= Date.parse(moment)) return [id];
    return [];
  }

  expect(): void {}

  textAt({ commit, path }: Version): SourceText | undefined {
    const content = this.#log.commit(commit).files.get(path);
    if (content === undefined || content.includes('\0')) return undefined;
    const text = this.#texts.get(content) ?? new SourceText(content);
    this.#texts.set(content, text);
    return text;
  }

  everHeld(text: string, at: string): boolean {
    const count = (content = ''): number => content.split(text).length;
    return this.#log.changesOf([''], at).some((commit) => {
      const before = this.#before(commit);
      const changed = commit.parents.length > 1 ? [] : changedPaths(before, commit.files);
      return changed.some((path) => count(before.get(path)) !== count(commit.files.get(path)));
    });
  }

  #before({ parents: [first] }: MemoryCommit): Files {
    return first === undefined ? new Map() : this.#log.commit(first).files;
  }
}

const idsOf = (commits: readonly MemoryCommit[]): string[] => commits.map(({ id }) => id);

/** What stands most often among some names, the first of several. */
function mostOf(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
