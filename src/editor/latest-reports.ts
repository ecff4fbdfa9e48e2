import { createHash } from 'node:crypto';
import type { FileTree } from '../discover/index.ts';
import type { FileReport, KnownReports, SharedPlace } from '../engine/index.ts';

/** The report of each file as it was mapped last, and no older one: an editor is open for days. */
export class LatestReports implements KnownReports {
  readonly #byPath = new Map<string, { readonly place: SharedPlace; readonly report: FileReport }>();

  contentId(tree: FileTree, path: string): string | undefined {
    return tree.contentId(path);
  }

  contentIdOf(bytes: Uint8Array): string {
    return createHash('sha256').update(bytes).digest('base64');
  }

  find(place: SharedPlace): FileReport | undefined {
    const known = this.#byPath.get(place.path);
    return known !== undefined && isSame(known.place, place) ? known.report : undefined;
  }

  keep(place: SharedPlace, report: FileReport): void {
    this.#byPath.set(place.path, { place, report });
  }

  /** Forgets files that are gone. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of this.#byPath.keys()) if (!paths.has(path)) this.#byPath.delete(path);
  }

  /** The same without one file, which is mapped anew each time. */
  without(path: string): KnownReports {
    return {
      contentId: (tree, at) => this.contentId(tree, at),
      contentIdOf: (bytes) => this.contentIdOf(bytes),
      find: (place) => (place.path === path ? undefined : this.find(place)),
      keep: (place, report) => {
        if (place.path !== path) this.keep(place, report);
      },
    };
  }
}

const isSame = (a: SharedPlace, b: SharedPlace): boolean =>
  a.contentId === b.contentId && a.kind === b.kind && a.requested === b.requested;
