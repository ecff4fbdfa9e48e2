import type { Comment, ParsedModule } from '../../ast/index.ts';
import type { Honoured } from '../../config/index.ts';
import type { SourceText } from '../../text/index.ts';
import type { FilePlaces } from '../file-places.ts';
import type { SuppressionComment } from '../file-report.ts';
import { removalOf } from './comment-removal.ts';
import { type ForeignDirective, parseForeign } from './foreign-comments.ts';
import { HeaderLines, type LineRange } from './header-lines.ts';
import { type Directive, parseDirectives } from './parse-comment.ts';

/** The suppressions in the comments of a file, with the lines that each covers; those of other tools where they are honoured. */
export function findSuppressions(
  source: ParsedModule,
  places: FilePlaces,
  honour: readonly Honoured[] = [],
): SuppressionComment[] {
  const headers = new HeaderLines(source);
  return source.comments.flatMap((comment) => {
    const own = comment.text.includes('auditlint:') ? parseDirectives(comment.text) : [];
    const others = honour.length === 0 ? [] : parseForeign(comment.text, honour);
    return [
      ...own.map((directive) => placeDirective(directive, comment, headers, places)),
      ...others.flatMap((directive) => placeForeign(directive, comment, headers, places)),
    ];
  });
}

/** bandit and ruff look at the line of a comment, not below it; what is said of a file has to are on their own. */
function placeForeign(
  { by, scope, rules, named, remark, offset }: ForeignDirective,
  comment: Comment,
  headers: HeaderLines,
  places: FilePlaces,
): SuppressionComment[] {
  if (scope === 'file' && !isAlone(comment, places.text)) return [];
  const line = places.text.lineAt(comment.start);
  const covered = headers.boundedBy(line) ?? { first: line, last: line };
  const { line: shown, column, endColumn, cell } = places.locate({ start: comment.start + offset, end: comment.end });
  const suppression = {
    by,
    scope,
    rules,
    // Without its `#`: it may be copied into a comment of ours.
    reason: remark === '' ? named : `${remark} (${named})`,
    line: shown,
    column,
    endColumn,
    ...(cell === undefined ? {} : { cell }),
    firstLine: covered.first + shown - line,
    lastLine: covered.last + shown - line,
  };
  return [suppression];
}

function placeDirective(
  directive: Directive,
  comment: Comment,
  headers: HeaderLines,
  places: FilePlaces,
): SuppressionComment {
  const { offset, ...said } = directive;
  const { text } = places;
  const span = { start: comment.start + offset, end: comment.end };
  const line = text.lineAt(comment.start);
  const covered = coveredLines(line, isAlone(comment, text), headers);
  const { line: shownLine, column, endColumn, cell } = places.locate(span);
  const misplaced = directive.scope === 'file' && text.positionAt(span.start).column !== 1;
  return {
    ...said,
    ...(misplaced ? { problem: '`ignore-file` must be on a line of its own, without indentation' } : {}),
    line: shownLine,
    column,
    endColumn,
    ...removalOf(span, places),
    ...(cell === undefined ? {} : { cell }),
    firstLine: covered.first + shownLine - line,
    lastLine: covered.last + shownLine - line,
  };
}

/**
 * A trailing comment covers its line, and the whole header of a statement when it is on the header's first or last
 * line. A comment on a line of its own covers the header of the statement directly below.
 */
function coveredLines(line: number, isAlone: boolean, headers: HeaderLines): LineRange {
  if (!isAlone) return headers.boundedBy(line) ?? { first: line, last: line };
  const below = headers.lineBelowComments(line);
  return headers.startingAt(below) ?? { first: below, last: below };
}

function isAlone(comment: Comment, text: SourceText): boolean {
  const start = text.lineStart(text.lineAt(comment.start));
  return text.content.slice(start, comment.start).trim() === '';
}
