import type { Located } from '../../text/index.ts';
import type { FilePlaces } from '../file-places.ts';
import type { SuppressionComment } from '../file-report.ts';
import { removalOf } from './comment-removal.ts';
import { parseDirectives } from './parse-comment.ts';

/**
 * The suppressions in the comments of a file that is not Python. A comment behind something covers its line; one on a line
 * of its own covers the next line that is neither empty nor a comment.
 */
export function suppressionsInComments(comments: readonly Located<string>[], places: FilePlaces): SuppressionComment[] {
  const { text } = places;
  const commented = new Set(comments.map(({ span }) => text.lineAt(span.start)));
  return comments.flatMap(({ value, span }) => {
    if (!value.includes('auditlint:')) return [];
    const first = text.lineAt(span.start);
    const isAlone = text.content.slice(text.lineStart(first), span.start).trim() === '';
    const covered = isAlone ? lineBelow(text.lineAt(Math.max(span.start, span.end - 1)), commented, places) : first;
    return parseDirectives(markedWithHash(value)).map(({ offset, ...said }) => {
      const own = { start: span.start + (value.startsWith('<!--') ? 0 : offset), end: span.end };
      const { line, column, endColumn } = places.locate({ start: span.start + offset, end: span.end });
      const misplaced = said.scope === 'file' && !isAlone;
      return {
        ...said,
        ...(misplaced ? { problem: '`ignore-file` must be on a line of its own' } : {}),
        line,
        column,
        endColumn,
        ...removalOf(own, places),
        firstLine: covered,
        lastLine: covered,
      };
    });
  });
}

/** `<!-- auditlint: … -->` with the mark of all other comments, and no longer or shorter for it. */
function markedWithHash(comment: string): string {
  return comment.startsWith('<!--') ? `   #${comment.slice(4).replace(/-->$/, '')}` : comment;
}

function lineBelow(line: number, commented: ReadonlySet<number>, { text }: FilePlaces): number {
  let below = line + 1;
  while (below < text.lineCount && (commented.has(below) || text.lineText(below).trim() === '')) below++;
  return below;
}
