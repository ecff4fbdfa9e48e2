/** A stretch of text in UTF-16 code units from the start of the text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place a person can go to: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
