/** A Markdown document as the reader of claims wants it: sections of blocks, and text in runs that know their line. */

/** A stretch of text of one kind on one line. */
export interface Run {
  readonly text: string;
  readonly line: number;
  /** In backticks. */
  readonly code: boolean;
  /** Bold or italic. */
  readonly strong: boolean;
  readonly struck: boolean;
  /** Where the text is a link. */
  readonly target: string | undefined;
}

/** The runs of one line as it is written. */
export type Line = readonly Run[];

export interface Prose {
  readonly kind: 'prose';
  readonly lines: readonly Line[];
  readonly first: number;
  readonly last: number;
}

export interface Code {
  readonly kind: 'code';
  readonly text: string;
  readonly language: string | undefined;
  readonly first: number;
  readonly last: number;
}

export interface Item {
  /** Of a task list: whether it is ticked. */
  readonly ticked: boolean | undefined;
  readonly blocks: readonly Block[];
  readonly first: number;
  readonly last: number;
}

export interface List {
  readonly kind: 'list';
  readonly ordered: boolean;
  readonly items: readonly Item[];
  readonly first: number;
  readonly last: number;
}

export interface Row {
  readonly cells: readonly Line[];
  readonly line: number;
}

export interface Table {
  readonly kind: 'table';
  readonly header: Row;
  readonly rows: readonly Row[];
  readonly first: number;
  readonly last: number;
}

export type Block = Prose | Code | List | Table;

/** The depth of a bold line that is where a heading would. */
export const BOLD_LINE = 7;

/** A heading with what is below it, up to the next heading of its depth or above. */
export interface Section {
  readonly heading: Line;
  /** 0 for the document; 7 for a bold line that is where a heading would; 1 to 6 as written. */
  readonly depth: number;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
  readonly first: number;
  readonly last: number;
}

/** As a reader sees it; code keeps its backticks, because they tell names from words. */
export function textOf(line: Line): string {
  return line.map((run) => (run.code ? `\`${run.text}\`` : run.text)).join('');
}

/** Plain words of ours on a line of the document. */
export function plainRun(text: string, line: number): Run {
  return { text, line, code: false, strong: false, struck: false, target: undefined };
}

/** Without backticks. */
export function wordsOf(line: Line): string {
  return line.map(({ text }) => text).join('');
}

export function isStruck(line: Line): boolean {
  const said = line.filter(({ text }) => text.trim() !== '');
  return said.length > 0 && said.every(({ struck }) => struck);
}
