import { memoize } from '../collections/index.ts';
import type { FileTree } from '../discover/index.ts';
import type { FileOptions, FileReport, KnownReports, SharedPlace } from '../engine/index.ts';
import type { ContentTable } from './content-table.ts';
import { digest } from './digest.ts';
import { isLasting } from './lasting.ts';
import type { SealedEntries } from './sealed-entries.ts';

/** Reports of files that earlier runs mapped. */
export class CachedReports implements KnownReports {
  readonly #digestOf = memoize(digestOptions);

  /** `context` is all that a map depends on beside the file and its options. */
  constructor(
    readonly entries: SealedEntries,
    readonly contents: ContentTable,
    readonly context: string,
    readonly optionsFor: (path: string) => FileOptions,
    /** Those that were read, by key; earlier scans of this process may have read some. */
    readonly parsed: Map<string, FileReport> = new Map(),
  ) {}

  contentId(tree: FileTree, path: string): string | undefined {
    return this.contents.nameOf(tree, path);
  }

  contentIdOf(bytes: Uint8Array, tree: FileTree, path: string): string {
    return this.contents.learn(bytes, tree, path);
  }

  /** Of a file that nobody asked for only what the project is told counts, and that is the same where someone did. */
  find(place: SharedPlace): FileReport | undefined {
    return this.#read(place) ?? (place.requested ? undefined : this.#read({ ...place, requested: true }));
  }

  keep(place: SharedPlace, report: FileReport): void {
    const key = this.#keyOf(place);
    this.parsed.set(key.toString('latin1'), report);
    if (!isLasting(report.notices)) return;
    this.entries.put(key, Buffer.from(JSON.stringify(report)));
  }

  #read(place: SharedPlace): FileReport | undefined {
    const key = this.#keyOf(place);
    const name = key.toString('latin1');
    const known = this.parsed.get(name);
    if (known !== undefined) {
      this.entries.touch(key);
      return known;
    }
    const content = this.entries.get(key);
    if (content === undefined) return undefined;
    // What is sealed was written by us, in the form that the key names.
    const report = JSON.parse(content.toString('utf8')) as FileReport;
    this.parsed.set(name, report);
    return report;
  }

  #keyOf({ path, kind, contentId, requested }: SharedPlace): Buffer {
    const options = this.#digestOf(this.optionsFor(path));
    return digest('report', [this.context, options, path, kind, contentId, requested]);
  }
}

/** Names all that options say to the map of a file. */
export function digestOptions({ rules: effective, honour = [] }: FileOptions): string {
  const rules = [...effective].sort(([a], [b]) => (a < b ? -1 : 1));
  return digest('options', [rules, honour]).toString('base64url');
}
