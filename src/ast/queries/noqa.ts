import { memoize } from '../../collections/index.ts';
import type { Span } from '../../text/index.ts';
import type { Comment, ParsedModule } from '../parsed-module.ts';
import { firstCommentFrom } from './comments.ts';

/**
 * Whether the author told linters to keep quiet about a place: `# noqa` (bare, or with one of the codes) or
 * `# pylint: disable=` on its first line, on its last, or for the whole file.
 */
export function isSilenced(source: ParsedModule, place: Span, codes: readonly string[]): boolean {
  const { comments, text } = source;
  if (comments.length === 0) return false;
  if (fileMarksOf(source).some((mark) => mark === undefined || names(mark, codes))) return true;
  return [place.start, place.end].some((offset) => {
    const line = text.lineAt(offset);
    for (let i = firstCommentFrom(comments, offset); i < comments.length; i++) {
      const comment = comments[i];
      if (comment === undefined || text.lineAt(comment.start) !== line) return false;
      if (silences(comment, codes)) return true;
    }
    return false;
  });
}

function silences({ text }: Comment, codes: readonly string[]): boolean {
  const noqa = LINE_MARK.exec(text);
  if (noqa !== null) return noqa[1] === undefined || names(noqa[1], codes);
  const disabled = PYLINT_MARK.exec(text)?.[1];
  return disabled !== undefined && names(disabled, codes);
}

/** flake8 takes a prefix for all codes that begin with it: `F4`, `F`. */
function names(listed: string, codes: readonly string[]): boolean {
  return listed
    .split(/[\s,]+/)
    .some((each) => each !== '' && codes.some((code) => code.toLowerCase().startsWith(each.toLowerCase())));
}

const LINE_MARK = /#\s*noqa(?:\s*:\s*([A-Z]+[0-9]*(?:[\s,]+[A-Z]+[0-9]+)*))?/i;
const PYLINT_MARK = /#\s*pylint:\s*disable=([\w\s,-]+)/;
const FILE_MARK = /^#\s*(?:flake8|ruff)\s*:\s*noqa\s*(?::\s*([A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*))?/i;

/** Marks for the whole file: the codes they list, undefined for all. */
const fileMarksOf = memoize(({ comments }: ParsedModule): readonly (string | undefined)[] =>
  comments.flatMap(({ text }) => {
    const mark = FILE_MARK.exec(text);
    return mark === null ? [] : [mark[1]];
  }),
);
