/** What a Markdown document says, as far as it names files, links and commands. */
import type { Located, Span } from '../../text/index.ts';
import type { ShellScript } from '../shell/index.ts';

export interface MarkdownFile {
  readonly headings: readonly MarkdownHeading[];
  /** Those that hold a link or code, in the order of the text. */
  readonly blocks: readonly MarkdownBlock[];
  readonly fences: readonly MarkdownFence[];
  readonly trees: readonly MarkdownTree[];
  /** Versions that it says to have of Python at least, outside of code: `3.9` of `Python 3.9+`. */
  readonly minimumPythons: readonly Located<string>[];
}

export interface MarkdownHeading {
  /** From 1 to 6. */
  readonly level: number;
  readonly text: Located<string>;
}

/** A paragraph, the text of a list item, a row of a table, or a heading. */
export interface MarkdownBlock {
  readonly kind: 'paragraph' | 'item' | 'row' | 'heading';
  /** As it is written, on one line and without what only quotes it; long ones are cut. */
  readonly text: string;
  readonly span: Span;
  /** Index of the heading that it is below; -1 before the first. */
  readonly heading: number;
  readonly links: readonly MarkdownLink[];
  readonly code: readonly MarkdownCode[];
  /** Of a row: its cells, and what the head of the table says above each. */
  readonly cells?: readonly Located<string>[];
  readonly head?: readonly string[];
}

export interface MarkdownLink {
  /** `[a]: b` defines where links lead that only name `a`. */
  readonly kind: 'link' | 'image' | 'definition' | 'autolink' | 'html';
  /** Without title and angle brackets; escapes and percent signs as written. */
  readonly target: Located<string>;
  /** `[](target)`: anyone who makes pages of it puts the text there. */
  readonly isUntitled?: true;
}

/** Text between backticks. */
export interface MarkdownCode {
  readonly text: Located<string>;
  /** It is the text of a link, which leads there. */
  readonly linkedTo?: string;
}

/** A block of code: between fences, or indented. */
export interface MarkdownFence {
  /** First word behind the opening fence, in lower case; empty where there is none, and for indented blocks. */
  readonly language: string;
  /** All that is behind the opening fence. */
  readonly info: string;
  readonly span: Span;
  readonly heading: number;
  /** The paragraph in front of it, if only blank lines are between them. */
  readonly lead: string;
  /** The path that its first line says, a comment of nothing else (`# shop/main.py`): what follows is meant to be there. */
  readonly file?: string;
  /** Its commands: in a block of a shell, or behind prompts. */
  readonly script?: ShellScript;
}

/** Folders and files drawn with lines (`├── src`). */
export interface MarkdownTree {
  /** The line above the first branch, if it names a folder. */
  readonly root: Located<string> | undefined;
  readonly entries: readonly MarkdownTreeEntry[];
  readonly heading: number;
  readonly lead: string;
  readonly span: Span;
}

export interface MarkdownTreeEntry {
  /** From the root of the tree, joined by `/`. Undefined where the line, or one that it hangs on, names no single file. */
  readonly path: string | undefined;
  /** The line ends in `/`, or others hang on it. */
  readonly isFolder: boolean;
  /** What the line says of it. */
  readonly remark: string;
  readonly span: Span;
}
