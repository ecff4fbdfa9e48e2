import { contentDigest } from '../cache/index.ts';
import type { FileTree } from '../discover/index.ts';
import type { FileReport, KnownReports, SharedPlace } from '../engine/index.ts';

/** The report of each file as it was mapped last, and no older one: an editor is open for days. */
export class LatestReports implements KnownReports {
  readonly #byPath = new Map<string, { readonly place: SharedPlace; readonly report: FileReport }>();

  /** `stored` is what earlier processes found; it names contents as this does. */
  constructor(private stored?: KnownReports | undefined) {}

  contentId(tree: FileTree, path: string): string | undefined {
    return this.stored === undefined ? tree.contentId(path) : this.stored.contentId(tree, path);
  }

  contentIdOf(bytes: Uint8Array, tree: FileTree, path: string): string {
    return this.stored?.contentIdOf(bytes, tree, path) ?? contentDigest(bytes);
  }

  find(place: SharedPlace): FileReport | undefined {
    const known = this.#byPath.get(place.path);
    if (known !== undefined && isSame(known.place, place)) return known.report;
    const stored = this.stored?.find(place);
    if (stored !== undefined) this.#byPath.set(place.path, { place, report: stored });
    return stored;
  }

  keep(place: SharedPlace, report: FileReport): void {
    this.#byPath.set(place.path, { place, report });
    this.stored?.keep(place, report);
  }

  /** Lets go of what is stored: all that is there has been asked for. */
  forgetStored(): void {
    this.stored = undefined;
  }

  /** Forgets files that are gone. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of this.#byPath.keys()) if (!paths.has(path)) this.#byPath.delete(path);
  }

  /** The same without one file, which is mapped anew each time. */
  without(path: string): KnownReports {
    return {
      contentId: (tree, at) => this.contentId(tree, at),
      contentIdOf: (bytes, tree, at) => this.contentIdOf(bytes, tree, at),
      find: (place) => (place.path === path ? undefined : this.find(place)),
      keep: (place, report) => {
        if (place.path !== path) this.keep(place, report);
      },
    };
  }
}

const isSame = (a: SharedPlace, b: SharedPlace): boolean =>
  a.contentId === b.contentId && a.kind === b.kind && a.requested === b.requested;
