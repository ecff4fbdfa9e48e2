import { groupBy } from '../../collections/index.ts';
import { GitError, type GitRepository } from '../../git/index.ts';
import type { SourceText } from '../../text/index.ts';
import type { LineRange } from '../claim.ts';
import { findPath, segmentsOf } from './find-path.ts';
import { PastTexts, type Version } from './past-texts.ts';

/** What became of a path between an earlier commit and the one that is replayed. */
export type PathFate =
  | { readonly kind: 'renamed'; readonly to: string; readonly in: string }
  | { readonly kind: 'deleted'; readonly in: string }
  /** git has never had it, as far as it was asked. */
  | { readonly kind: 'unknown' };

/** What git knows of the time before the commit that a replay looks at. Reads objects only; paths are relative to the scanned root. */
export class GitPast {
  // A document speaks of the same file again and again, and each question is a process.
  readonly #fates = new Map<string, PathFate>();
  readonly #hunks = new Map<string, readonly Hunk[] | undefined>();
  readonly #texts: PastTexts;
  readonly #touches = new Map<string, readonly Version[]>();
  readonly #held = new Map<string, boolean | undefined>();
  #pathsSeen: ReturnType<GitPast['paths']> | undefined;
  #shallow: boolean | undefined;
  #everNamed: ReadonlySet<string> | undefined;
  #whenTold: ReadonlySet<string> | undefined;

  constructor(
    readonly repository: GitRepository,
    /** The commit that the replay looks at. */
    readonly at: string,
    /** The commit that the document looked at, where it names one that git has, or came in after one. */
    readonly audited: string | undefined,
    /** The commit that brought the document as it is, where it stands in the history itself. */
    private readonly findTold: () => string | undefined = () => undefined,
  ) {
    this.#texts = new PastTexts(repository);
  }

  /** A file as the document saw it, under the path that it had then. */
  seenAs(written: string, now: string): Version | undefined {
    const { audited } = this;
    if (audited === undefined || this.textAt(audited, now) !== undefined)
      return audited === undefined ? undefined : { commit: audited, path: now };
    this.#pathsSeen ??= new GitPast(this.repository, audited, undefined).paths();
    const [found] = findPath(written, this.#pathsSeen);
    return found === undefined || found.confidence === 'low' ? undefined : { commit: audited, path: found.path };
  }

  /** The files of the commit, as written paths are looked up among them. */
  paths(): { readonly paths: ReadonlySet<string>; readonly byName: ReadonlyMap<string, readonly string[]> } {
    const args = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', this.at];
    const { status, stdout } = this.repository.git.run(args);
    const names = status === 0 ? stdout.toString('utf8').split('\0').filter(Boolean) : [];
    const below = names.filter((name) => name.startsWith(this.repository.prefix)).map((name) => this.#inRoot(name));
    return { paths: new Set(below), byName: groupBy(below, (path) => path.slice(path.lastIndexOf('/') + 1)) };
  }

  /** Where a path went that is not there now, over several renames. */
  fateOf(path: string): PathFate {
    // A leading slash means the root of the repository, or what stands above it on another machine.
    const segments = segmentsOf(path);
    const tails = segments.map((_, i) => segments.slice(i)).filter((tail, i) => i === 0 || tail.length > 1);
    // All names at once: each path that git never had would be looked for in all of its history.
    const name = [path, ...tails.map((tail) => tail.join('/'))].find((each) =>
      this.#namesEver().has(this.#inGit(each)),
    );
    return name === undefined ? { kind: 'unknown' } : known(this.#fates, name, () => this.#followed(name));
  }

  #followed(path: string): PathFate {
    let current = path;
    let renamed: PathFate = { kind: 'unknown' };
    for (let step = 0; step < MOST_RENAMES; step++) {
      const commit = this.#lines(['log', '-1', '--format=%H', this.at, '--', current])[0];
      if (commit === undefined) return renamed;
      const to = this.#renameIn(commit, current);
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
      this.#hunksSince(audited, this.seenAs(path, now)?.path ?? path, now),
    );
    if (hunks === undefined) return undefined;
    const start = lineNow(first, hunks);
    return { first: start, last: Math.max(start, lineNow(last, hunks)) };
  }

  /** Asks for the drift of files that kept their names with one question. */
  expectDrift(paths: readonly string[]): void {
    // Other names stand in quotes in a diff.
    const wanted = [...new Set(paths)].filter((path) => /^[\w./-]+$/.test(this.#inGit(path)));
    if (this.audited === undefined || wanted.length === 0) return;
    const args = ['diff', ...PLAIN_DIFF, '--no-renames', '--dst-prefix=b/', this.audited, this.at, '--'];
    const { status, stdout } = this.repository.git.run([...args, ...wanted]);
    if (status !== 0) return;
    const changes = stdout.toString('utf8').split(/^(?=diff --git )/m);
    const hunks = new Map(changes.map((change) => [/^\+\+\+ b\/(.*)$/m.exec(change)?.[1], hunksIn(change)]));
    for (const path of wanted) this.#hunks.set(`${path}\0${path}`, hunks.get(this.#inGit(path)) ?? []);
  }

  #hunksSince(commit: string, path: string, now: string): readonly Hunk[] | undefined {
    const args = ['diff', ...PLAIN_DIFF, '-M', commit, this.at, '--'];
    const { status, stdout } = this.repository.git.run([...args, ...new Set([path, now])]);
    return status === 0 ? hunksIn(stdout.toString('utf8')) : undefined;
  }

  /** The versions of a file that commits made, newest first; renames are followed. */
  touches(path: string, limit: number): readonly Version[] {
    return known(this.#touches, `${limit} ${path}`, () => this.#touchesOf(path, limit));
  }

  #touchesOf(path: string, limit: number): readonly Version[] {
    const format = ['log', '--follow', '-M', '--name-only', '-z', '--format=%H', `-${limit}`];
    const { status, stdout } = this.repository.git.run([...format, this.at, '--', path]);
    if (status !== 0) return [];
    const versions = stdout.toString('utf8').matchAll(/([0-9a-f]{40,64})\0\n([^\0]+)\0/g);
    const { prefix } = this.repository;
    // What it was called outside of the root is no path in it.
    return [...versions].flatMap(([, commit = '', name = '']) =>
      name.startsWith(prefix) ? { commit, path: this.#inRoot(name) } : [],
    );
  }

  /** The commit that brought the document, first, and those of the days before it: what it calls fixed was mended then, if at all. */
  get whenTold(): ReadonlySet<string> {
    this.#whenTold ??= new Set(this.#commitsUpTo(this.findTold()));
    return this.#whenTold;
  }

  #commitsUpTo(told: string | undefined): readonly string[] {
    const [date] = told === undefined ? [] : this.#lines(['log', '-1', '--format=%ct', told, '--']);
    if (told === undefined || date === undefined) return [];
    const since = new Date((Number(date) - SECONDS_TOLD) * 1000).toISOString();
    return this.#lines(['log', '--format=%H', `-${MOST_TOLD}`, `--since=${since}`, told, '--']);
  }

  /** The commits that changed one of some files under their names of now, newest first. */
  changesOf(paths: readonly string[], limit: number): readonly string[] {
    return this.#lines(['log', '--format=%H', `-${limit}`, this.at, '--', ...paths]);
  }

  /** The commits before those that changed one of some files since a time, newest first. */
  statesBefore(paths: readonly string[], since: string, limit: number): readonly string[] {
    const args = ['log', '--format=%P', `-${limit}`, `--since=${since}`, this.at, '--'];
    return this.#lines([...args, ...paths]).flatMap((parents) => parents.split(' ')[0] ?? []);
  }

  /** The last commit before a moment, in the history that leads here; none where all of it is younger. */
  lastBefore(moment: string): readonly string[] {
    return this.#lines(['rev-list', '-1', '--first-parent', `--before=${moment}`, this.at]);
  }

  /** Asks for versions of files with one question, so that they are known when they are asked for one by one. */
  expect(versions: readonly Version[]): void {
    this.#texts.expect(versions);
  }

  /** A file at a commit; undefined where it has none. */
  textAt(commit: string, path: string): SourceText | undefined {
    return this.#texts.at({ commit, path });
  }

  /** Whether a text stood anywhere at any time, as far as git has the history; undefined where it has not all of it. */
  everHeld(text: string): boolean | undefined {
    if (this.#isShallow || (this.#held.size >= MOST_TEXTS && !this.#held.has(text))) return undefined;
    return known(this.#held, text, () => this.#heldText(text));
  }

  #heldText(text: string): boolean | undefined {
    const { status, stdout } = this.repository.git.run(['log', '-1', '--format=%H', `-S${text}`, this.at, '--', '.']);
    return status === 0 ? stdout.length > 0 : undefined;
  }

  /** Refuses what no history can be asked of. */
  checkHistory(): void {
    if (this.#isShallow)
      throw new GitError(
        'the clone is shallow, and `--history` needs the commits before; fetch them with `git fetch --unshallow`',
      );
  }

  #renameIn(commit: string, path: string): string | 'there' | undefined {
    const words = this.#namesIn(commit).toString('utf8').split('\0');
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
  #namesIn(commit: string): Buffer {
    const read = (renames: string): Buffer => this.repository.git.read([...NAMES_CHANGED, renames, commit]);
    try {
      return read('-M');
    } catch (error) {
      if (error instanceof GitError) return read('-M100%');
      throw error;
    }
  }

  get #isShallow(): boolean {
    this.#shallow ??= this.repository.isShallow;
    return this.#shallow;
  }

  /** All that ever was called by a name, in the commits that lead here. */
  #namesEver(): ReadonlySet<string> {
    if (this.#everNamed === undefined) {
      const args = ['log', '-c', '--no-renames', '--name-only', '-z', '--format=', this.at, '--', '.'];
      const { status, stdout } = this.repository.git.run(args);
      this.#everNamed = new Set(status === 0 ? stdout.toString('utf8').split(/[\0\n]/) : []);
    }
    return this.#everNamed;
  }

  #lines(args: readonly string[]): string[] {
    const { status, stdout } = this.repository.git.run(args);
    return status === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : [];
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

function known<Answer>(answers: Map<string, Answer>, question: string, ask: () => Answer): Answer {
  if (!answers.has(question)) answers.set(question, ask());
  return answers.get(question) as Answer;
}

const PLAIN_DIFF: readonly string[] = ['-U0', '--no-ext-diff', '--no-textconv', '--no-color'];
const MOST_RENAMES = 10;
/** Each is looked for in all changes that there ever were. */
const MOST_TEXTS = 40;
/** Three days: an audit is written and what it found mended over a weekend; what was changed longer ago, it found mended. */
const SECONDS_TOLD = 3 * 24 * 60 * 60;
const MOST_TOLD = 100;

interface Side {
  readonly start: number;
  readonly count: number;
}

interface Hunk {
  readonly before: Side;
  readonly after: Side;
}

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

function hunksIn(diff: string): Hunk[] {
  const side = (start: string | undefined, count: string | undefined): Side => ({
    start: Number(start),
    count: count === undefined ? 1 : Number(count),
  });
  return [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map((match) => ({
    before: side(match[1], match[2]),
    after: side(match[3], match[4]),
  }));
}

const NAMES_CHANGED = ['diff-tree', '-r', '-z', '--root', '-m', '--first-parent', '--no-commit-id', '--name-status'];
