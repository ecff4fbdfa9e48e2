import type { FileOptions, FileReport } from '../engine/index.ts';
import type { CacheFolder } from './cache-folder.ts';
import { CachedAnswers } from './cached-answers.ts';
import { CachedReports } from './cached-reports.ts';
import { ContentTable, type StoredContents } from './content-table.ts';
import { digest } from './digest.ts';
import { entryFile } from './entry-file.ts';
import { CacheRefusal } from './refusal.ts';
import { SealedEntries, sizeOf } from './sealed-entries.ts';

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
  #reports: { readonly file: string; readonly entries: SealedEntries } | undefined;

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
    const file = entryFile('reports', digest('reports', [context]), this.secret);
    if (this.#reports?.file !== file)
      this.#reports = { file, entries: new SealedEntries(this.secret, this.folder.read(file)) };
    return new CachedReports(this.#reports.entries, this.#contents, context, optionsFor, parsed);
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
      const parts = entries.toFile(room);
      const bytes = sizeOf(parts);
      if (bytes > room) refused += bytes;
      else this.folder.write(name, parts);
      room -= Math.min(bytes, room);
    }
    this.#forgetNew();
    this.folder.prune();
    if (refused === 0) return;
    const [needed, most] = [refused, this.folder.maxBytes].map((bytes) => `${Math.ceil(bytes / 1024 / 1024)} MB`);
    throw new CacheRefusal(`the results of its files take ${needed} of at most ${most}; only whole reports are kept`);
  }

  /** By the names of files; the reports of the scanned files, the most by far, last. */
  #newFiles(): (readonly [string, SealedEntries])[] {
    return [
      ...this.answers.added,
      ...(this.#plan === undefined ? [] : [this.#plain('plan', this.#plan.key, this.#plan.plan)]),
      ...(this.#contents.hasNew ? [this.#plain('contents', this.#contentsKey, this.#contents.toStore())] : []),
      ...(this.#reports?.entries.hasNew === true ? [[this.#reports.file, this.#reports.entries] as const] : []),
    ];
  }

  #forgetNew(): void {
    this.answers.added.clear();
    this.#plan = undefined;
    this.#contents.hasNew = false;
    if (this.#reports !== undefined) this.#reports.entries.hasNew = false;
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

type PlainKind = 'contents' | 'plan';
