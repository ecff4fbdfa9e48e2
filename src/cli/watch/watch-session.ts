import { contentDigest } from '../../cache/index.ts';
import { type FileReport, type KnownReports, type SharedPlace, SharedReports } from '../../engine/index.ts';
import type { OpenedCache } from '../open-cache.ts';

/** What the scans of one process share, so that a file is neither mapped nor read from the cache twice. */
export class WatchSession {
  /** By the keys of a cache. */
  readonly parsed = new Map<string, FileReport>();
  #opened: { readonly inputs: string; readonly cache: OpenedCache } | undefined;
  #shared: { readonly context: string; readonly reports: SharedReports } | undefined;

  /** For scans without a cache; `context` is what all reports depend on, `optionsName` names what each does. */
  reports(context: string, optionsName: (path: string) => string): KnownReports {
    if (this.#shared?.context !== context) this.#shared = { context, reports: new SharedReports(contentDigest) };
    const { reports } = this.#shared;
    const named = (place: SharedPlace) => ({ ...place, contentId: `${optionsName(place.path)} ${place.contentId}` });
    return {
      contentId: (tree, path) => reports.contentId(tree, path),
      contentIdOf: (bytes) => reports.contentIdOf(bytes),
      find: (place) => reports.find(named(place)),
      keep: (place, report) => reports.keep(named(place), report),
    };
  }

  /** The cache of scans with these inputs, opened once: what an earlier scan of the process added is not yet in its files. */
  cacheUnder(inputs: string, open: () => OpenedCache | undefined): OpenedCache | undefined {
    if (this.#opened?.inputs === inputs) return this.#opened.cache;
    this.save();
    // What was read of another cache is asked for there.
    this.parsed.clear();
    const cache = open();
    this.#opened = cache && { inputs, cache };
    return cache;
  }

  /** Writes what its scans found. */
  save(): void {
    this.#opened?.cache.save();
  }

  /** Lets go of what files held long ago, now and then. */
  trim(files: number): void {
    const most = 3 * files + 1000;
    if ((this.#shared?.reports.size ?? 0) > most) this.#shared = undefined;
    if (this.parsed.size <= most) return;
    this.save();
    this.#opened = undefined;
    this.parsed.clear();
  }
}
