/** What authors tell checkers of imports that these do not find. */
import { memoize } from '../../collections/index.ts';
import type { Span } from '../../text/index.ts';
import type { Comment, ParsedModule } from '../parsed-module.ts';
import { commentsWithin } from './comments.ts';

/**
 * Whether the author told pylint, mypy or pyright to pass over that an import finds no such module or name: in a comment of the
 * statement, or in one that is on a line of its own above it (for pylint until it is taken back).
 */
export function isMarkedUnresolved(source: ParsedModule, statement: Span): boolean {
  if (source.comments.length === 0) return false;
  if (commentsWithin(source, statement).some(({ text }) => BEHIND.test(text))) return true;
  const before = standingMarks(source).filter(({ comment }) => comment.start < statement.start);
  return before.at(-1)?.isOff === true;
}

interface StandingMark {
  readonly comment: Comment;
  readonly isOff: boolean;
}

/** Comments alone on their line that hold for what comes after them; in a block pylint takes them for the block alone. */
const standingMarks = memoize(({ comments, text }: ParsedModule): readonly StandingMark[] =>
  comments.flatMap((comment): StandingMark[] => {
    const isOff = OFF.test(comment.text);
    if (!isOff && !ON.test(comment.text)) return [];
    const lineStart = text.lines.starts[text.lineAt(comment.start) - 1] ?? 0;
    return comment.start === lineStart ? [{ comment, isOff }] : [];
  }),
);

const CODES = String.raw`(?:[\w-]+\s*,\s*){0,20}(?:import-error|no-name-in-module|E0401|E0611|F0401)\b`;
const OFF = new RegExp(
  String.raw`#\s*(?:pylint:\s*disable\s*=\s*${CODES}|pyright:\s*reportMissingImports\s*=\s*false)`,
  'i',
);
const ON = new RegExp(String.raw`#\s*pylint:\s*enable\s*=\s*${CODES}`, 'i');
const BEHIND = new RegExp(
  String.raw`#\s*(?:pylint:\s*disable\s*=\s*${CODES}|type:\s*ignore\[[^\]]{0,200}\bimport(?:-not-found)?\b(?!-)|pyright:\s*ignore\[[^\]]{0,200}\breportMissingImports\b)`,
  'i',
);
