import type { Discovery, FileTree } from '../discover/index.ts';
import type { ConcludedScan, DiscoveryAnswers, KnownAnswers, ScanReport } from '../engine/index.ts';
import type { CacheFolder } from './cache-folder.ts';
import type { ContentTable } from './content-table.ts';
import { digest } from './digest.ts';
import { entryFile } from './entry-file.ts';
import { isLasting } from './lasting.ts';
import { SealedEntries } from './sealed-entries.ts';

/** Reports of whole scans, one file each. */
export class CachedAnswers implements KnownAnswers {
  /** By the names of files, what is not yet written. */
  readonly added = new Map<string, SealedEntries>();

  /** `context` is all that a report depends on beside the files, the day, and what discovery is asked. */
  constructor(
    readonly folder: CacheFolder,
    readonly secret: Buffer,
    readonly contents: ContentTable,
    readonly context: string,
    readonly today: string,
  ) {}

  find(discovery: Discovery, tree: FileTree): ScanReport | undefined {
    if (this.contents.isEmpty) return undefined;
    // Git hands many contents over as fast as one.
    tree.expect(discovery.files.flatMap(({ path }) => (this.contents.nameOf(tree, path) === undefined ? [path] : [])));
    const key = this.#keyOf(discovery, tree);
    if (key === undefined) return undefined;
    const entries = new SealedEntries(this.secret, this.folder.read(entryFile('answer', key, this.secret)));
    const content = entries.get(key);
    if (content === undefined) return undefined;
    const { report, discoveryAnswers, beside, day } = JSON.parse(content.toString('utf8')) as StoredAnswer;
    if (day !== undefined && day !== this.today) return undefined;
    if (!beside.every(([path, name]) => this.contents.checkedName(tree, path) === name)) return undefined;
    return (Object.keys(discoveryAnswers) as (keyof DiscoveryAnswers)[]).every((question) =>
      discoveryAnswers[question].every(([path, answer]) => discovery[question](path) === answer),
    )
      ? { ...report, root: discovery.root }
      : undefined;
  }

  keep({ discovery, tree, discoveryAnswers, reports, report }: ConcludedScan): void {
    if (!isLasting(report.notices) || !reports.every(({ notices }) => isLasting(notices))) return;
    const key = this.#keyOf(discovery, tree);
    if (key === undefined) return;
    const scanned = new Set(discovery.files.map(({ path }) => path));
    const beside: (readonly [string, string])[] = [];
    for (const { path } of reports) {
      if (scanned.has(path)) continue;
      const name = this.contents.checkedName(tree, path);
      if (name === undefined) return;
      beside.push([path, name]);
    }
    const hasDay = reports.some(({ suppressions }) => suppressions.some(({ until }) => until !== undefined));
    const answer: StoredAnswer = {
      report,
      discoveryAnswers: {
        isGitIgnored: [...discoveryAnswers.isGitIgnored],
        isKept: [...discoveryAnswers.isKept],
        // Which files were asked for is in the key.
        isRequested: [...discoveryAnswers.isRequested].filter(([path]) => !scanned.has(path)),
      },
      beside,
      ...(hasDay && { day: this.today }),
    };
    const entries = new SealedEntries(this.secret, undefined);
    entries.put(key, Buffer.from(JSON.stringify(answer)));
    const [oldest] = this.added.keys();
    if (oldest !== undefined && this.added.size === MOST_ADDED) this.added.delete(oldest);
    this.added.set(entryFile('answer', key, this.secret), entries);
  }

  /** Undefined where some file cannot be read: what nobody knows unread is read for it. */
  #keyOf({ files, skipped, allPaths, excluded, settings }: Discovery, tree: FileTree): Buffer | undefined {
    const named: (readonly [string, string, boolean, string])[] = [];
    for (const { path, kind, requested } of files) {
      const name = this.contents.checkedName(tree, path);
      if (name === undefined) return undefined;
      named.push([path, kind, requested, name]);
    }
    return digest('answer', [this.context, named, skipped, [...allPaths], excluded, settings]);
  }
}

/** A comparison has two sides. A watch scans at each save, and only how it ended is of use. */
const MOST_ADDED = 2;

/** Plain JSON. */
interface StoredAnswer {
  readonly report: ScanReport;
  readonly discoveryAnswers: Readonly<
    Record<keyof DiscoveryAnswers, readonly (readonly [path: string, answer: boolean])[]>
  >;
  /** Files that were read because others give them to Python, with the names of their contents. */
  readonly beside: readonly (readonly [path: string, name: string])[];
  /** Where a suppression ends some day, the day of the scan. */
  readonly day?: string;
}
