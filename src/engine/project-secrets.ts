import { memoize } from '../collections/index.ts';
import { FileSecrets, maskAll } from '../knowledge/hidden/file-secrets.ts';
import type { HiddenSpan } from '../knowledge/hidden/spans.ts';
import { textKindOf } from '../knowledge/hidden/text-kind.ts';
import { decodeSource } from '../text/decode.ts';
import { SourceText } from '../text/index.ts';
import type { FileReport } from './file-report.ts';

/** Covers the secrets of some files in what is said of them. */
export type MaskOfFiles = (said: string, paths: readonly string[]) => string;

/** The bytes of a file of the root by its relative path; undefined where it cannot be read. */
export type ReadFile = (path: string) => Uint8Array | undefined;

/**
 * The secrets of all files, for what is said when all are mapped. No report keeps them: each file of which something is said is read again.
 */
export class ProjectSecrets {
  readonly #known = new Map<string, FileSecrets>();
  readonly #reports: ReadonlyMap<string, FileReport>;

  constructor(
    reports: readonly FileReport[],
    readonly read: ReadFile,
  ) {
    this.#reports = new Map(reports.map((report) => [report.path, report]));
  }

  /** What is said of some files, without their secrets. */
  mask(said: string, paths: readonly string[]): string {
    return maskAll(said, this.#hiding(paths));
  }

  /** Those of the files that have any; a finding with a thousand places says a thousand things of the same files. */
  readonly #hiding = memoize((paths: readonly string[]): readonly FileSecrets[] =>
    [...new Set(paths)].map((path) => this.#of(path)).filter(({ texts }) => texts.length > 0),
  );

  #of(path: string): FileSecrets {
    const known = this.#known.get(path) ?? this.#look(path);
    this.#known.set(path, known);
    return known;
  }

  #look(path: string): FileSecrets {
    const bytes = this.read(path);
    const text = bytes === undefined ? '' : decodeSource(bytes);
    return new FileSecrets(text, textKindOf(path), secretSpans(new SourceText(text), this.#reports.get(path)?.secrets));
  }
}

/** Of the places that a report keeps, those in the text of the file itself. */
function secretSpans(text: SourceText, secrets: FileReport['secrets'] = []): HiddenSpan[] {
  return secrets.flatMap(({ cell, line, column, endLine, endColumn }) =>
    cell !== undefined || endLine > text.lineCount
      ? []
      : { start: text.lineStart(line) + column - 1, end: text.lineStart(endLine) + endColumn - 1 },
  );
}
