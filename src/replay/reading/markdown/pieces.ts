/**
 * Cuts a Markdown text into pieces that mean the same one by one: micromark takes the square of the length of a paragraph,
 * and of some other things, so each piece is short. Headings are where authors cut too.
 */

/** Where no heading came for so long, a blank line will do; and where none came for four times as long, any line. */
const LONG = 16_000;
const TOO_LONG = 4 * LONG;

export interface Piece {
  readonly text: string;
  /** Lines of the document before this piece. */
  readonly before: number;
}

export function cutIntoPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const lines = text.split('\n').flatMap(cutLine);
  let held: string[] = [];
  let length = 0;
  let before = 0;
  let fence: string | undefined;
  let number = 0;
  for (const { content, isWhole } of lines) {
    const mayCut = fence === undefined && (isHeading(content) || (length > LONG && isMargin(held.at(-1), content)));
    if (held.length > 0 && (mayCut || length > TOO_LONG)) {
      pieces.push({ text: held.join('\n'), before });
      held = [];
      length = 0;
      before = number;
      if (fence !== undefined) held.push(fence);
    }
    fence = fenceAfter(fence, content);
    held.push(content);
    length += content.length + 1;
    if (isWhole) number++;
  }
  if (held.length > 0) pieces.push({ text: held.join('\n'), before });
  return pieces;
}

/** A line that is too long on its own is cut at spaces, and counts as one line all the same. */
function cutLine(content: string): readonly { readonly content: string; readonly isWhole: boolean }[] {
  if (content.length <= TOO_LONG) return [{ content, isWhole: true }];
  const parts: { content: string; isWhole: boolean }[] = [];
  for (let start = 0; start < content.length; ) {
    const space = content.indexOf(' ', start + LONG);
    const end = space === -1 || space > start + TOO_LONG ? Math.min(start + LONG, content.length) : space;
    parts.push({ content: content.slice(start, end), isWhole: end >= content.length });
    start = end;
  }
  return parts;
}

function isHeading(line: string): boolean {
  return /^#{1,6}[ \t]/.test(line);
}

/** Before a line that belongs to no list, quote or table above it. */
function isMargin(above: string | undefined, line: string): boolean {
  return above?.trim() === '' && /^[\p{L}*`_]/u.test(line);
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The marks that the open fence was opened with; undefined outside of fences. */
function fenceAfter(open: string | undefined, line: string): string | undefined {
  const marks = FENCE.exec(line)?.[1];
  if (marks === undefined) return open;
  if (open === undefined) return marks;
  const closes = marks.startsWith(open) && line.trim() === marks;
  return closes ? undefined : open;
}
