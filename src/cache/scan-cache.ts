import type { FileOptions, FileReport, ScanOptions } from '../engine/index.ts';
import type { CacheFolder } from './cache-folder.ts';
import { CachedAnswers } from './cached-answers.ts';
import { CachedConclusions } from './cached-conclusions.ts';
import { CachedReports } from './cached-reports.ts';
import { ContentTable, type StoredContents } from './content-table.ts';
import { digest } from './digest.ts';
import { entryFile } from './entry-file.ts';
import { CacheRefusal } from './refusal.ts';
import { keysIn, SealedEntries, sizeOf } from './sealed-entries.ts';
import { ToldParts } from './told-parts.ts';

/** What decides on reports, in digests that the caller makes. */
export interface CacheContext {
  /** Absolute path. */
  readonly root: string;
  readonly today: string;
  /** How much of a file is read at most. */
  readonly maxBytesOf: (path: string) => number;
  /** All that the report of a scan depends on beside what is in the root, and the day. */
  readonly scan: string;
}

/** What one run of the command line, be it of many scans, knows of earlier ones. Nothing is written before `save`. */
export class ScanCache {
  readonly answers: CachedAnswers;
  readonly #contents: ContentTable;
  readonly #contentsKey: Buffer;
  #plan: { readonly key: Buffer; readonly plan: unknown } | undefined;
  #reports: (OpenedFile & { readonly told: ToldParts; readonly toldFile: string }) | undefined;
  #conclusions: OpenedFile | undefined;

  constructor(
    readonly folder: CacheFolder,
    readonly secret: Buffer,
    readonly context: CacheContext,
  ) {
    const { root, maxBytesOf, scan, today } = context;
    this.#contentsKey = digest('contents', [root]);
    this.#contents = new ContentTable(this.#readPlain<StoredContents>('contents', this.#contentsKey), maxBytesOf);
    this.answers = new CachedAnswers(folder, secret, this.#contents, scan, today);
  }

  /** Reports of files; `context` is all that they depend on beside the file and its options. */
  reports(context: string, optionsFor: (path: string) => FileOptions, parsed?: Map<string, FileReport>): CachedReports {
    const opened = this.#opened('reports', context, this.#reports);
    if (opened !== this.#reports) this.#reports = { ...opened, ...this.#toldBy(opened.entries, context) };
    const { entries, told } = this.#reports;
    return new CachedReports(entries, told, this.#contents, context, optionsFor, parsed);
  }

  #toldBy(reports: SealedEntries, context: string) {
    const toldFile = entryFile('told', digest('told', [context]), this.secret);
    const beside = besideOf(toldFile);
    const open = () => new SealedEntries(this.secret, this.folder.read(toldFile), undefined, this.folder.read(beside));
    return { toldFile, told: new ToldParts(open, reports.get(TOLD_NAMES)) };
  }

  /** What the project half made of such reports under the options of the project and of each path. */
  conclusions(
    context: string,
    options: Pick<ScanOptions, 'project' | 'optionsFor'>,
    countsLines: boolean,
  ): CachedConclusions {
    this.#conclusions = this.#opened('conclusions', context, this.#conclusions);
    return new CachedConclusions(this.#conclusions.entries, context, options, countsLines);
  }

  /** What leads from the words of a command line to its scan. */
  plan<T>(key: string): T | undefined {
    return this.#readPlain<T>('plan', digest('plan', [key]));
  }

  keepPlan(key: string, plan: unknown): void {
    this.#plan = { key: digest('plan', [key]), plan };
  }

  /**
   * Writes what is new since it was last called. Throws what the system says, and `CacheRefusal` where the reports of files are more
   * than the folder takes: they would be read by nobody, and drive out all else.
   */
  save(): void {
    let room = this.folder.maxBytes;
    let refused = 0;
    for (const [name, entries] of this.#newFiles()) {
      const isTold = name === this.#reports?.toldFile;
      const most = isTold ? room * MOST_TOLD : room;
      const beside = isTold ? entries.toFileBeside(most) : undefined;
      const parts = beside ?? entries.toFile(most);
      const kept = beside === undefined ? parts : [...entries.file, ...beside.slice(1)];
      const bytes = sizeOf(kept);
      // A report is of no use without what the project is told by it.
      if (bytes > room || refused > 0) refused += bytes;
      else this.folder.write(beside === undefined ? name : besideOf(name), parts);
      if (isTold) this.#reports?.entries.put(TOLD_NAMES, keysIn(kept));
      room -= Math.min(bytes, room);
    }
    this.#forgetNew();
    this.folder.prune();
    if (refused === 0) return;
    const [needed, most] = [refused, this.folder.maxBytes].map((bytes) => `${Math.ceil(bytes / 1024 / 1024)} MB`);
    throw new CacheRefusal(`what its files came to takes ${needed} of at most ${most}; only whole reports are kept`);
  }

  /** By the names of files; the reports of the scanned files, the most by far, last, and after what they go by. */
  #newFiles(): (readonly [string, SealedEntries])[] {
    const { told, toldFile } = this.#reports ?? {};
    const opened = [this.#conclusions, this.#reports].flatMap((each) => (each?.entries.hasNew === true ? [each] : []));
    return [
      ...this.answers.added,
      ...(this.#plan === undefined ? [] : [this.#plain('plan', this.#plan.key, this.#plan.plan)]),
      ...(this.#contents.hasNew ? [this.#plain('contents', this.#contentsKey, this.#contents.toStore())] : []),
      ...(toldFile !== undefined && told?.entries?.hasNew === true ? [[toldFile, told.entries] as const] : []),
      ...opened.map(({ file, entries }) => [file, entries] as const),
    ];
  }

  #forgetNew(): void {
    this.answers.added.clear();
    this.#plan = undefined;
    this.#contents.hasNew = false;
    const written = [this.#conclusions?.entries, this.#reports?.entries, this.#reports?.told.entries];
    for (const entries of written) if (entries !== undefined) entries.hasNew = false;
  }

  /** The file of a context, unless it is the one that is open. */
  #opened(kind: 'conclusions' | 'reports', context: string, open: OpenedFile | undefined): OpenedFile {
    const file = entryFile(kind, digest(kind, [context]), this.secret);
    return open?.file === file
      ? open
      : {
          file,
          entries: new SealedEntries(
            this.secret,
            this.folder.read(file),
            kind === 'conclusions' ? MOST_CONCLUDED : Infinity,
          ),
        };
  }

  #readPlain<T>(kind: PlainKind, key: Buffer): T | undefined {
    const content = new SealedEntries(this.secret, this.folder.read(entryFile(kind, key, this.secret))).get(key);
    // What is signed was written by us, in the form that the key names.
    return content === undefined ? undefined : (JSON.parse(content.toString('utf8')) as T);
  }

  #plain(kind: PlainKind, key: Buffer, value: unknown): readonly [string, SealedEntries] {
    const entries = new SealedEntries(this.secret, undefined);
    entries.put(key, Buffer.from(JSON.stringify(value)));
    return [entryFile(kind, key, this.secret), entries];
  }
}

/** A comparison has two sides; a watch concludes at each save, and goes back to the last. */
const MOST_CONCLUDED = 4;

/** Of the room that is left, so that there is some for the reports. */
const MOST_TOLD = 0.75;

/** Stands among reports: whoever adds one knows by it what is told already. */
const TOLD_NAMES = digest('told', 'names');

/** The file beside that of what the project is told. */
const besideOf = (toldFile: string): string => toldFile.replace('told-', 'more-');

interface OpenedFile {
  readonly file: string;
  readonly entries: SealedEntries;
}

type PlainKind = 'contents' | 'plan';
