import type { Located, SourceText, Span } from '../text/index.ts';

/** Finds what an author says of a line: the comment behind it, else those on the lines right above it. */
export class CommentsNear {
  readonly #byLine: ReadonlyMap<number, Located<string>>;

  constructor(
    readonly text: SourceText,
    comments: readonly Located<string>[],
  ) {
    this.#byLine = new Map(comments.map((comment) => [text.lineAt(comment.span.start), comment]));
  }

  of(span: Span): { readonly comment?: string } {
    const line = this.text.lineAt(span.start);
    const own = this.#byLine.get(line);
    const comment = own === undefined ? this.#above(line) : stripped(own.value);
    return comment === '' ? {} : { comment };
  }

  #above(line: number): string {
    const lines: string[] = [];
    for (let at = line - 1; at > 0 && lines.length < MAX_LINES; at--) {
      const comment = this.#byLine.get(at);
      const startsLine = comment !== undefined && this.text.lineText(at).trimStart().startsWith('#');
      if (!startsLine) break;
      lines.unshift(stripped(comment.value));
    }
    return lines.join(' ');
  }
}

const MAX_LINES = 6;
const stripped = (comment: string): string => comment.replace(/^#+\s*/, '').trim();
