import type { SourceText, Span } from '../../text/index.ts';
import type { FilePlaces } from '../file-places.ts';
import type { MappedEdit, SuppressionComment } from '../file-report.ts';

/** How a suppression is taken back: all of it, or some of the rules that it names. */
export function removalOf(span: Span, places: FilePlaces): Pick<SuppressionComment, 'removal' | 'list'> {
  if (places.cellOfLine !== undefined) return {};
  const { text } = places;
  const said = text.slice(span);
  // What else is in the comment is for another reader.
  if (/^.[^#]*#/s.test(said.replace(/^<!--/, '    '))) return {};
  const open = said.indexOf('[') + 1;
  const close = said.indexOf(']', open);
  const whole = places.locate(wholeOf(span, text));
  const removal: MappedEdit = ['', whole.line, whole.column, whole.endLine, whole.endColumn];
  if (open === 0 || close < 0) return { removal };
  const list = places.locate({ start: span.start + open, end: span.start + close });
  return { removal, list: [list.column, list.endColumn] };
}

/** The line that the comment has for itself, or the comment with the blanks before it. */
function wholeOf({ start, end }: Span, text: SourceText): Span {
  const line = text.lineAt(start);
  const first = text.lineStart(line);
  const before = text.content.slice(first, start);
  if (before.trim() !== '') return { start: first + before.trimEnd().length, end };
  const next = line < text.lineCount ? text.lineStart(line + 1) : text.content.length;
  return text.content.slice(end, next).trim() === '' ? { start: first, end: next } : { start, end };
}
