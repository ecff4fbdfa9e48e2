import type { Comment, ParsedModule } from '../../ast/index.ts';
import type { Located, SourceText } from '../../text/index.ts';

/** Where a comment begins to speak to auditlint. */
const MARK = /(?:#|<!--)\s*auditlint:/;

/**
 * A file as rules see it: what is said to us explains nothing to a reader of the code, and a rule's name in it (`fake-stratified-split`) is no
 * word of the author. What is in the comment before stays.
 */
export function withoutDirectives(source: ParsedModule): ParsedModule {
  if (!source.comments.some(({ text }) => MARK.test(text))) return source;
  return { ...source, comments: source.comments.flatMap(authorsPart) };
}

function authorsPart(comment: Comment): Comment[] {
  const at = comment.text.search(MARK);
  if (at < 0) return [comment];
  const text = comment.text.slice(0, at).trimEnd();
  return text === '' ? [] : [{ text, start: comment.start, end: comment.start + text.length }];
}

/** The same for the text of an artifact, whose readers look at it themselves: blanks in their place, so that all else stays where it is. */
export function blankDirectives({ content }: SourceText, comments: readonly Located<string>[]): string | undefined {
  const pieces: string[] = [];
  let end = 0;
  for (const { value, span } of [...comments].sort((a, b) => a.span.start - b.span.start)) {
    const at = value.search(MARK);
    if (at < 0 || span.start + at < end) continue;
    const start = span.start + at;
    pieces.push(content.slice(end, start), content.slice(start, span.end).replace(/[^\r\n]/g, ' '));
    end = span.end;
  }
  return end === 0 ? undefined : pieces.join('') + content.slice(end);
}
