/** Reviews that are written as comments in blocks of code: a comment with a mark, and below it a list of what is wrong. */

import type { ClaimDraft } from '../claim-draft.ts';
import { COMMAND_LANGUAGES } from '../words/code-words.ts';
import { DEFECT_WORDS, WELL_MARKS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import type { SectionKind } from '../words/section-words.ts';
import { type Code, plainRun } from './document.ts';
import type { Standpoint } from './find-claims.ts';
import { kindSaid } from './section-kind.ts';
import { readTitle } from './titles.ts';

const COMMENT = /^\s*(?:#|\/\/|--)\s*(\S.*)$/;
const BAD_MARK = /^[⚠❌✗✘🔴🟠🚨]/u;
const ITEM = /^\s*(?:[-*•]|\d{1,2}[.)、])\s+(\S.*)$/;
/** "1. …" or a digit in a box. */
const COUNTED = /^\d{1,2}(?:[.)、]|\u{fe0f}?\u{20e3})\s*(\S.*)$/u;
/** In these a line that begins with a dash is no sentence. */
const DATA: ReadonlySet<string> = new Set(['yaml', 'yml', 'diff', 'patch', 'json', 'toml', 'ini', 'markdown', 'md']);

export function draftsOfNotes(code: Code, at: Standpoint): readonly ClaimDraft[] {
  const language = code.language ?? '';
  if (DATA.has(language) || COMMAND_LANGUAGES.has(language)) return [];
  let kind: SectionKind | undefined;
  return code.text.split('\n').flatMap((written, index, lines): readonly ClaimDraft[] => {
    const line = code.first + index + 1;
    const comment = COMMENT.exec(written)?.[1];
    const [, counted] = COUNTED.exec(comment ?? '') ?? [];
    if (counted !== undefined) {
      const isBesideCode = /^\s*[^\s#/-]/.test(lines[index + 1] ?? '');
      return at.kind === 'defects' && !isBesideCode && DEFECT_WORDS.has(counted) ? draftOf(counted, line, at) : [];
    }
    if (comment !== undefined) {
      kind = kindOfComment(comment);
      return [];
    }
    const [, item] = ITEM.exec(written) ?? [];
    if (item === undefined) {
      if (written.trim() !== '') kind = undefined;
      return [];
    }
    return kind === 'defects' && isSentence(item) ? draftOf(item, line, at) : [];
  });
}

function kindOfComment(comment: string): SectionKind | undefined {
  if (BAD_MARK.test(comment)) return 'defects';
  return WELL_MARKS.some((mark) => comment.startsWith(mark)) ? 'strengths' : kindSaid(comment);
}

const isSentence = (text: string): boolean => plainWords(text).length >= 3 || /\p{Script=Han}{4}/u.test(text);

function draftOf(text: string, line: number, at: Standpoint): readonly ClaimDraft[] {
  const head = [plainRun(text, line)];
  const { id, title, severity, status } = readTitle(head, at.scale);
  return [{ id, head, title, context: at.context, severity, status, fields: [], first: line, last: line }];
}
