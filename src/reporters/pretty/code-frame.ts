import type { Location } from '../../findings/index.ts';
import { escapeCommands, escapeControls } from '../escape.ts';
import type { CoveredText } from '../source-lines.ts';
import { plain, type Style, type StyledLine, styled } from '../styled-text.ts';
import { displayWidth } from './display-width.ts';

export interface FrameOptions {
  /** Lines shown before the construct. */
  readonly linesBefore: number;
  readonly style: Style;
}

/** Lines of a construct that are shown; of a longer one the first ones. */
const MAX_LINES = 4;
/** Units of a line that are shown around the construct. */
const MAX_COLUMNS = 110;
const TAB = '    ';

/** The lines of a construct with the construct underlined; empty when the place is not in the text (any more). */
export function codeFrame(source: CoveredText, place: Location, options: FrameOptions): StyledLine[] {
  if (place.line > source.lineCount) return [];
  const first = Math.max(1, place.line - options.linesBefore);
  const last = Math.min(place.endLine, place.line + MAX_LINES - 1, source.lineCount);
  const gutter = String(last).length;
  const lines: StyledLine[] = [];
  for (let line = first; line <= last; line++) {
    const text = source.lineText(line);
    const marked = line < place.line ? undefined : markedColumns(text, line, place);
    const shown = cut(text, marked);
    lines.push([
      styled('faint', `${String(line).padStart(gutter)} │ `),
      plain(shown.before + shown.marked + shown.after),
    ]);
    if (marked === undefined) continue;
    const indent = ' '.repeat(displayWidth(shown.before));
    const underline = '^'.repeat(Math.max(1, displayWidth(shown.marked)));
    lines.push([styled('faint', `${' '.repeat(gutter)} │ `), plain(indent), styled(options.style, underline)]);
  }
  if (last < place.endLine) lines.push([styled('faint', `${' '.repeat(gutter)} │ …`)]);
  return lines;
}

interface Columns {
  readonly start: number;
  readonly end: number;
}

/** The part of a line (from 0) that belongs to the construct, without its indentation. */
function markedColumns(text: string, line: number, place: Location): Columns {
  const indentation = text.length - text.trimStart().length;
  const start = line === place.line ? place.column - 1 : indentation;
  const end = line === place.endLine ? place.endColumn - 1 : text.trimEnd().length;
  return { start: Math.min(start, text.length), end: Math.max(Math.min(end, text.length), start) };
}

/** Cuts a long line around its marked part, and makes every piece safe to print. */
function cut(text: string, marked: Columns = { start: 0, end: 0 }): { before: string; marked: string; after: string } {
  const isLong = text.length > MAX_COLUMNS;
  const from = isLong ? Math.max(0, Math.min(marked.start - 30, text.length - MAX_COLUMNS)) : 0;
  const to = isLong ? from + MAX_COLUMNS : text.length;
  const end = Math.min(marked.end, to);
  return {
    before: (from > 0 ? '…' : '') + show(text.slice(from, marked.start)),
    marked: show(text.slice(marked.start, end)),
    after: show(text.slice(end, to)).trimEnd() + (to < text.length ? '…' : ''),
  };
}

function show(text: string): string {
  return escapeCommands(escapeControls(text.replaceAll('\t', TAB)));
}
