import type { Span } from '../../text/index.ts';
import type { Comment, ParsedModule } from '../parsed-module.ts';

/** The comments of a stretch of code, and the one behind its last line, in source order. */
export function commentsWithin({ comments, text }: ParsedModule, { start, end }: Span): readonly Comment[] {
  const lastLine = text.lineAt(Math.max(start, end - 1));
  const found: Comment[] = [];
  for (let i = firstCommentFrom(comments, start); i < comments.length; i++) {
    const comment = comments[i];
    if (comment === undefined || (comment.start >= end && text.lineAt(comment.start) !== lastLine)) break;
    found.push(comment);
  }
  return found;
}

/** Index of the first comment that starts at or after an offset. */
export function firstCommentFrom(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
