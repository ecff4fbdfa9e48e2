import type { SourceText, Span } from '../text/index.ts';
import type { Module } from './nodes.generated.ts';

/** A real comment (never one inside a string), `#` included, trailing space removed. */
export interface Comment extends Span {
  readonly text: string;
}

/** One Python file as a typed tree. `gaps` are the spans the grammar could not read; the rest is trustworthy. */
export interface ParsedModule {
  readonly text: SourceText;
  readonly module: Module;
  readonly comments: readonly Comment[];
  readonly gaps: readonly Span[];
  /** One of them nests deeper than what is read, and may be good Python. */
  readonly isTooDeep?: true;
}
