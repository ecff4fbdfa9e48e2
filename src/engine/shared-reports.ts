import type { FileKind, FileTree } from '../discover/index.ts';
import type { FileReport } from './file-report.ts';

/** Reports of files that were mapped before, by another scan of this process or by an earlier one. */
export interface KnownReports {
  /** A name of what a file of the tree holds; undefined where only reading it would tell. */
  contentId(tree: FileTree, path: string): string | undefined;
  /** The same name, of bytes that were just read there. */
  contentIdOf(bytes: Uint8Array, tree: FileTree, path: string): string;
  find(place: SharedPlace): FileReport | undefined;
  keep(place: SharedPlace, report: FileReport): void;
}

/** Reports of files by path and content, for scans that differ in nothing but the files they look at. */
export class SharedReports implements KnownReports {
  readonly #reports = new Map<string, FileReport>();

  /** `contentIdOf` names bytes as the trees of these scans name the contents that they know unread. */
  constructor(readonly contentIdOf: (bytes: Uint8Array) => string) {}

  get size(): number {
    return this.#reports.size;
  }

  contentId(tree: FileTree, path: string): string | undefined {
    return tree.contentId(path);
  }

  find(place: SharedPlace): FileReport | undefined {
    return this.#reports.get(keyOf(place));
  }

  keep(place: SharedPlace, report: FileReport): void {
    this.#reports.set(keyOf(place), report);
  }
}

/** What decides on a report when rules and options are given. */
export interface SharedPlace {
  readonly path: string;
  readonly kind: FileKind;
  readonly contentId: string;
  readonly requested: boolean;
}

function keyOf({ path, kind, contentId, requested }: SharedPlace): string {
  return `${contentId} ${requested} ${kind} ${path}`;
}
