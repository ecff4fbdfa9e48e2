/** Quoted code with its role: by the field it is in, by the words before it, by its language, by comments within it. */

import type { QuotedCode } from '../../claim.ts';
import type { Code } from '../markdown/document.ts';
import { COMMAND_LANGUAGES, ROLE_MARKS, ROLE_WORDS, type Role } from '../words/code-words.ts';
import { plainWords, wordSet } from '../words/phrases.ts';

/** `before` is the line of text that is over the fence, `otherwise` the role of the field. */
export function quotesOf(code: Code, before: string, otherwise: Role): readonly QuotedCode[] {
  if (code.text.trim() === '') return [];
  const { language } = code;
  if (language === 'diff' || language === 'patch') return quotesOfDifference(code);
  const said = roleSaid(before) ?? otherwise;
  const role = isCommand(code) && said !== 'proposed' ? 'command' : said;
  if (role === 'command') return [{ text: code.text, language, role, line: code.first + 1 }];
  return splitByComments(code, role);
}

function isCommand({ language, text }: Code): boolean {
  if (language !== undefined && COMMAND_LANGUAGES.has(language)) return true;
  return /^\s*(?:\$ |>>> |Traceback \(most recent call last\))/.test(text);
}

/** What the last words before code say: "Current code:", "should be", "✅". */
function roleSaid(before: string): Role | undefined {
  for (const character of before) {
    const role = ROLE_MARKS.get(character);
    if (role !== undefined) return role;
  }
  const words = plainWords(before);
  while (words.length > 1 && CODE_NOUNS.has(words.at(-1) ?? '')) words.pop();
  for (let length = Math.min(4, words.length); length > 0; length--) {
    const role = ROLE_WORDS.whole(words.slice(-length).join(' '));
    if (role !== undefined) return role;
  }
  return undefined;
}

/** "Current code", "the correct version is". */
const CODE_NOUNS = wordSet(`
  code version implementation approach snippet example is way pattern codigo version codice код 代码
`);

/** `# Before` … `# After` within one fence: two quotes. */
function splitByComments(code: Code, otherwise: Role): readonly QuotedCode[] {
  const quotes: { lines: string[]; role: Role; line: number }[] = [];
  let role = otherwise;
  for (const [index, line] of code.text.split('\n').entries()) {
    const said = roleOfComment(line);
    const last = quotes.at(-1);
    if (said !== undefined && said !== 'command') {
      role = said;
      quotes.push({ lines: [], role, line: code.first + index + 2 });
    } else if (last === undefined) quotes.push({ lines: [line], role, line: code.first + index + 1 });
    else last.lines.push(line);
  }
  return quotes
    .filter(({ lines }) => lines.some((line) => line.trim() !== ''))
    .map(({ lines, role: kept, line }) => ({ text: lines.join('\n'), language: code.language, role: kept, line }));
}

const COMMENT = /^\s*(?:#|\/\/|--|<!--)\s*(.*)$/;

/** A comment of a few words on a line of its own, that says what the lines below are. */
function roleOfComment(line: string): Role | undefined {
  const comment = COMMENT.exec(line)?.[1];
  if (comment === undefined) return undefined;
  for (const character of comment) {
    const role = ROLE_MARKS.get(character);
    if (role !== undefined) return role;
  }
  const words = plainWords(comment);
  if (words.length === 0 || words.length > 4) return undefined;
  return (
    ROLE_WORDS.whole(words.join(' ')) ?? (/[:：]\s*$/.test(comment) ? ROLE_WORDS.first(comment)?.meaning : undefined)
  );
}

/** Lines taken away are those of now, lines added are proposed; what is around them belongs to both. */
function quotesOfDifference(code: Code): readonly QuotedCode[] {
  const lines = code.text.split('\n').filter((line) => !/^(?:---|\+\+\+|@@|diff |index )/.test(line));
  const now = lines.filter((line) => !line.startsWith('+')).map((line) => line.replace(/^[ -]/, ''));
  const proposed = lines.filter((line) => !line.startsWith('-')).map((line) => line.replace(/^[ +]/, ''));
  const line = code.first + 1;
  return [
    { text: withoutMargin(now), language: undefined, role: 'now' as const, line },
    { text: withoutMargin(proposed), language: undefined, role: 'proposed' as const, line },
  ].filter(({ text }) => text.trim() !== '');
}

/** Many leave a space between the sign and the code. */
function withoutMargin(lines: readonly string[]): string {
  const hasMargin = lines.every((line) => line === '' || line.startsWith(' '));
  return lines.map((line) => (hasMargin ? line.slice(1) : line)).join('\n');
}
