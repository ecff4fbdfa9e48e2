import type { FileReport } from './file-report.ts';

/** Reports of files by path and content, for scans that differ in nothing but the files they look at. */
export class SharedReports {
  readonly #reports = new Map<string, FileReport>();

  /** `contentIdOf` names bytes as the trees of these scans name the contents that they know unread. */
  constructor(readonly contentIdOf: (bytes: Uint8Array) => string) {}

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
  readonly contentId: string;
  readonly requested: boolean;
}

function keyOf({ path, contentId, requested }: SharedPlace): string {
  return `${contentId} ${requested} ${path}`;
}
