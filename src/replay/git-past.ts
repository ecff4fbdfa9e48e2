import type { SourceText } from '../text/index.ts';
import { byName, findPath, segmentsOf } from './find-path.ts';
import type { GitHistory } from './git-history.ts';
import type { Version } from './past-texts.ts';

/** What became of a path between an earlier commit and the one that is replayed. */
export type PathFate =
  | { readonly kind: 'renamed'; readonly to: string; readonly in: string }
  | { readonly kind: 'deleted'; readonly path: string; readonly in: string }
  /** git has never had it, as far as it was asked. */
  | { readonly kind: 'unknown' };

/** The last version of a file that held something. */
export interface LastHeld {
  readonly text: SourceText;
  /** The commit after it; undefined where only the files on the disk differ. */
  readonly leftIn: string | undefined;
}

/** Files by their paths, as a written path is looked up among them. */
export interface PathsOfCommit {
  readonly paths: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

/** What git knows of the time before the commit that a replay looks at. Paths are relative to the scanned root. */
export class GitPast {
  // A document speaks of the same file again and again, and each question to git is a process.
  readonly #fates = new Map<string, PathFate>();
  readonly #touches = new Map<string, readonly Version[]>();
  readonly #paths = new Map<string, PathsOfCommit>();
  #everNamed: ReadonlySet<string> | undefined;

  constructor(
    readonly history: GitHistory,
    /** The commit that the replay looks at. */
    readonly at: string,
    /** The commit that the document looked at, where it names one that git has, or came in after one. */
    readonly audited: string | undefined,
  ) {}

  /** The files of a commit. */
  pathsAt(commit: string): PathsOfCommit {
    return known(this.#paths, commit, () => {
      const paths = new Set(this.history.pathsIn(commit));
      return { paths, byName: byName(paths) };
    });
  }

  /** A file as the document saw it, by the path that the document writes and the one that it has now; undefined where git does not tell. */
  seen(written: string, now: string): SourceText | undefined {
    const { audited } = this;
    if (audited === undefined) return undefined;
    const same = this.history.textAt({ commit: audited, path: now });
    if (same !== undefined) return same;
    const [found] = findPath(written, this.pathsAt(audited));
    return found === undefined || found.confidence === 'low'
      ? undefined
      : this.history.textAt({ commit: audited, path: found.path });
  }

  /** Where a path went that is not there now, over several renames. */
  fateOf(written: string): PathFate {
    // A leading slash means the root of the repository, or what is above it on another machine.
    const segments = segmentsOf(written);
    const tails = segments.map((_, i) => segments.slice(i)).filter((tail, i) => i === 0 || tail.length > 1);
    // All names at once: each path that git never had would be looked for in all of its history.
    this.#everNamed ??= this.history.namesEver(this.at);
    const ever = this.#everNamed;
    const name = tails.map((tail) => tail.join('/')).find((each) => ever.has(each));
    return name === undefined ? { kind: 'unknown' } : known(this.#fates, name, () => this.#followed(name));
  }

  #followed(path: string): PathFate {
    let current = path;
    let renamed: PathFate = { kind: 'unknown' };
    for (let step = 0; step < MOST_RENAMES; step++) {
      const commit = this.history.lastChange(current, this.at);
      if (commit === undefined) return renamed;
      const to = this.history.renameIn(commit, current);
      if (to === 'there') return renamed;
      if (to === undefined) return { kind: 'deleted', path: current, in: commit };
      renamed = { kind: 'renamed', to, in: commit };
      current = to;
    }
    return renamed;
  }

  /**
   * The last version of a file that held something, the newest looked at first; undefined where git shows none among the last of them. A clone
   * that is cut off shows what it has.
   */
  lastHeld(path: string, isHeld: (text: SourceText) => boolean): LastHeld | undefined {
    const versions = this.#versionsOf(path);
    for (const [i, version] of versions.entries()) {
      if (i % READ_AT_ONCE === 0) this.history.expect(versions.slice(i, i + READ_AT_ONCE));
      const text = this.history.textAt(version);
      if (text !== undefined && isHeld(text)) return { text, leftIn: versions[i - 1]?.commit };
    }
    return undefined;
  }

  /** The commit that brought what a file holds now; undefined where only the disk holds it, or all commits that are looked at do. */
  introducedIn(path: string, isHeld: (text: SourceText) => boolean): string | undefined {
    const versions = this.#versionsOf(path);
    const first = versions.findIndex((version, i) => {
      if (i % READ_AT_ONCE === 0) this.history.expect(versions.slice(i, i + READ_AT_ONCE));
      const text = this.history.textAt(version);
      return text === undefined || !isHeld(text);
    });
    if (first !== -1) return versions[first - 1]?.commit;
    return versions.length < MOST_COMMITS ? versions.at(-1)?.commit : undefined;
  }

  #versionsOf(path: string): readonly Version[] {
    return known(this.#touches, path, () => this.history.touches(path, MOST_COMMITS, this.at));
  }
}

function known<Answer>(answers: Map<string, Answer>, question: string, compute: () => Answer): Answer {
  if (!answers.has(question)) answers.set(question, compute());
  return answers.get(question) as Answer;
}

const MOST_RENAMES = 10;
/** Commits of one file that are looked at, the newest first. */
const MOST_COMMITS = 60;
/** Most was changed not long ago. */
const READ_AT_ONCE = 16;
