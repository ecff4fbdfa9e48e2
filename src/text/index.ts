/** Places in a text: spans, positions, and the table of lines that turns one into the other. Imports nothing. */
export type { Located } from './located.ts';
export type { Position, Span } from './span.ts';
export { SourceText } from './source-text.ts';
