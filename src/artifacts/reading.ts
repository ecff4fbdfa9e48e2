import type { Located, SourceText, Span } from '../text/index.ts';

/** What a reader got out of a file. Plain JSON, like everything that crosses from map to reduce. */
export interface Reading<Artifact> {
  /** Undefined where the file is not of the kind after all, or nothing of it could be read. */
  readonly artifact: Artifact | undefined;
  /** Comments, with the mark that begins them: suppressions are in these. */
  readonly comments: readonly Located<string>[];
  /** What could not be read, for the notices of the scan; the rest was. */
  readonly problems: readonly ReadingProblem[];
}

export interface ReadingProblem {
  /** Says of the file what is wrong with it: "is not valid TOML". */
  readonly message: string;
  readonly span?: Span;
  /** A limit of ours was met: anyone who uses the file may well read it. */
  readonly isLimit?: true;
}

/** Reads one kind of file. Never throws, whatever the text; `path` is relative to the root. */
export type Reader<Artifact> = (text: SourceText, path: string) => Reading<Artifact>;
