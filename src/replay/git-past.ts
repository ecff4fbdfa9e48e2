import { groupBy } from '../collections/index.ts';
import { GitError } from '../git/index.ts';
import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';
import { findPath, segmentsOf } from './find-path.ts';
import type { History, Hunk, Version } from './history.ts';

/** What became of a path between an earlier commit and the one that is replayed. */
export type PathFate =
  | { readonly kind: 'renamed'; readonly to: string; readonly in: string }
  | { readonly kind: 'deleted'; readonly in: string }
  /** git has never had it, as far as it was asked. */
  | { readonly kind: 'unknown' };

/** What git knows of the time before the commit that a replay looks at. Paths are relative to the scanned root. */
export class GitPast {
  // A document speaks of the same file again and again, and each question to git is a process.
  readonly #fates = new Map<string, PathFate>();
  readonly #hunks = new Map<string, readonly Hunk[] | undefined>();
  readonly #touches = new Map<string, readonly Version[]>();
  readonly #held = new Map<string, boolean | undefined>();
  #pathsSeen: ReturnType<GitPast['paths']> | undefined;
  #shallow: boolean | undefined;
  #everNamed: ReadonlySet<string> | undefined;
  #whenTold: ReadonlySet<string> | undefined;

  constructor(
    readonly history: History,
    /** The commit that the replay looks at. */
    readonly at: string,
    /** The commit that the document looked at, where it names one that git has, or came in after one. */
    readonly audited: string | undefined,
    /** The commit that brought the document as it is, where it stands in the history itself. */
    private readonly findTold: () => string | undefined = () => undefined,
  ) {}

  /** A file as the document saw it, under the path that it had then. */
  seenAs(written: string, now: string): Version | undefined {
    const { audited } = this;
    if (audited === undefined || this.textAt(audited, now) !== undefined)
      return audited === undefined ? undefined : { commit: audited, path: now };
    this.#pathsSeen ??= new GitPast(this.history, audited, undefined).paths();
    const [found] = findPath(written, this.#pathsSeen);
    return found === undefined || found.confidence === 'low' ? undefined : { commit: audited, path: found.path };
  }

  /** The files of the commit, as written paths are looked up among them. */
  paths(): { readonly paths: ReadonlySet<string>; readonly byName: ReadonlyMap<string, readonly string[]> } {
    const paths = this.history.pathsIn(this.at);
    return { paths: new Set(paths), byName: groupBy(paths, (path) => path.slice(path.lastIndexOf('/') + 1)) };
  }

  /** Where a path went that is not there now, over several renames. */
  fateOf(path: string): PathFate {
    // A leading slash means the root of the repository, or what stands above it on another machine.
    const segments = segmentsOf(path);
    const tails = segments.map((_, i) => segments.slice(i)).filter((tail, i) => i === 0 || tail.length > 1);
    // All names at once: each path that git never had would be looked for in all of its history.
    this.#everNamed ??= this.history.namesEver(this.at);
    const ever = this.#everNamed;
    const name = [path, ...tails.map((tail) => tail.join('/'))].find((each) => ever.has(each));
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
      if (to === undefined) return { kind: 'deleted', in: commit };
      renamed = { kind: 'renamed', to, in: commit };
      current = to;
    }
    return renamed;
  }

  /** Where lines of the audited commit stand now, changed ones where their replacement does; undefined where git cannot tell. */
  drift(path: string, { first, last }: LineRange, now: string): LineRange | undefined {
    if (this.audited === undefined) return undefined;
    const audited = this.audited;
    const hunks = known(this.#hunks, `${path}\0${now}`, () =>
      this.history.hunksSince(
        { commit: audited, path: this.seenAs(path, now)?.path ?? path },
        { commit: this.at, path: now },
      ),
    );
    if (hunks === undefined) return undefined;
    const start = lineNow(first, hunks);
    return { first: start, last: Math.max(start, lineNow(last, hunks)) };
  }

  /** Asks for the drift of files that kept their names with one question. */
  expectDrift(paths: readonly string[]): void {
    if (this.audited === undefined) return;
    for (const [path, hunks] of this.history.hunksOfAll(paths, this.audited, this.at))
      this.#hunks.set(`${path}\0${path}`, hunks);
  }

  /** The versions of a file that commits made, newest first; renames are followed. */
  touches(path: string, limit: number): readonly Version[] {
    return known(this.#touches, `${limit} ${path}`, () => this.history.touches(path, limit, this.at));
  }

  /** The commit that brought the document, first, and those of the days before it: what it calls fixed was mended then, if at all. */
  get whenTold(): ReadonlySet<string> {
    if (this.#whenTold === undefined) {
      const told = this.findTold();
      this.#whenTold = new Set(told === undefined ? [] : this.history.lastUpTo(told, SECONDS_TOLD, MOST_TOLD));
    }
    return this.#whenTold;
  }

  /** The commits that changed one of some files under their names of now, newest first. */
  changesOf(paths: readonly string[], limit: number): readonly string[] {
    return this.history.changesOf(paths, limit, this.at);
  }

  /** The commits before those that changed one of some files since a time, newest first. */
  statesBefore(paths: readonly string[], since: string, limit: number): readonly string[] {
    return this.history.statesBefore(paths, since, limit, this.at);
  }

  /** The last commit before a moment, in the history that leads here; none where all of it is younger. */
  lastBefore(moment: string): readonly string[] {
    return this.history.lastBefore(moment, this.at);
  }

  /** Asks for versions of files with one question, so that they are known when they are asked for one by one. */
  expect(versions: readonly Version[]): void {
    this.history.expect(versions);
  }

  /** A file at a commit; undefined where it has none. */
  textAt(commit: string, path: string): SourceText | undefined {
    return this.history.textAt({ commit, path });
  }

  /** Whether a text stood anywhere at any time, as far as git has the history; undefined where it has not all of it. */
  everHeld(text: string): boolean | undefined {
    if (this.#isShallow || (this.#held.size >= MOST_TEXTS && !this.#held.has(text))) return undefined;
    return known(this.#held, text, () => this.history.everHeld(text, this.at));
  }

  /** Refuses what no history can be asked of. */
  checkHistory(): void {
    if (this.#isShallow)
      throw new GitError(
        'the clone is shallow, and `--history` needs the commits before; fetch them with `git fetch --unshallow`',
      );
  }

  get #isShallow(): boolean {
    this.#shallow ??= this.history.isShallow;
    return this.#shallow;
  }
}

function known<Answer>(answers: Map<string, Answer>, question: string, ask: () => Answer): Answer {
  if (!answers.has(question)) answers.set(question, ask());
  return answers.get(question) as Answer;
}

const MOST_RENAMES = 10;
/** Each is looked for in all changes that there ever were. */
const MOST_TEXTS = 40;
/** Three days: an audit is written and what it found mended over a weekend; what was changed longer ago, it found mended. */
const SECONDS_TOLD = 3 * 24 * 60 * 60;
const MOST_TOLD = 100;

/** Without lines around them, a hunk of no lines stands behind its start. */
function lineNow(line: number, hunks: readonly Hunk[]): number {
  let shift = 0;
  for (const { before, after } of hunks) {
    const end = before.count === 0 ? before.start : before.start + before.count - 1;
    if (line > end) shift += after.count - before.count;
    else if (before.count > 0 && line >= before.start)
      return Math.max(1, after.start + Math.min(line - before.start, Math.max(0, after.count - 1)));
    else break;
  }
  return line + shift;
}
