/** Python that the grammar cannot read, and what else it may be than a mistake. */
import type { ParsedModule } from '#ast';
import type { Span } from '#text';

export interface SyntaxProblem extends Span {
  readonly isConflict: boolean;
}

/**
 * The first place of a file that is no Python of any version: a conflict of a merge that nobody resolved (`isConflict`), or syntax
 * that neither Python 2 nor a version newer than the grammar has. Undefined where all may be meant, as in templates of code.
 */
export function syntaxErrorIn({ gaps, text, isTooDeep }: ParsedModule): SyntaxProblem | undefined {
  const { content } = text;
  const [first] = gaps;
  if (first === undefined) return undefined;
  const conflict = conflictIn(content);
  if (conflict >= 0 && gaps.some(({ start, end }) => start < conflict + MARK && end >= conflict - MARK))
    return { start: conflict, end: conflict + MARK, isConflict: true };
  // What we do not read for its depth, Python may.
  if (isTooDeep === true) return undefined;
  // Which of them is the cause and which an effect is not seen.
  if (gaps.some((gap) => isNewer(gap, content))) return undefined;
  const bracket = hasTemplate(content) ? undefined : strayBracketIn(content);
  if (bracket !== undefined) return { ...bracket, isConflict: false };
  if (gaps.some((gap) => linesAround(gap, content).some(isOther))) return undefined;
  if (hasOpenBrackets(content)) return undefined;
  return { start: first.start, end: first.end, isConflict: false };
}

/** A bracket that is never closed, or closes nothing: no version of Python goes on. */
function strayBracketIn(content: string): Span | undefined {
  const open: number[] = [];
  for (const { 0: written, index } of content.matchAll(BRACKETS)) {
    const closed = CLOSES[written];
    // A comment may be nothing but its sign.
    if ('([{'.includes(written)) open.push(index);
    else if (closed !== undefined && content[open.pop() ?? -1] !== closed) return { start: index, end: index + 1 };
  }
  const start = open.at(-1);
  return start === undefined ? undefined : { start, end: start + 1 };
}

/** Within brackets a line is further left than the statement: Python does not mind, and the grammar may take it for a dedent. */
function hasOpenBrackets(content: string): boolean {
  let depth = 0;
  let indentation = 0;
  let column = 0;
  for (const [written] of content.matchAll(LINES_AND_BRACKETS)) {
    if (written.startsWith('\n')) {
      column = written.length - 1;
      if (depth > 0 && column < indentation) return true;
    } else if (CLOSES[written] !== undefined) depth = Math.max(0, depth - 1);
    else if (written.length === 1 && '([{'.includes(written)) {
      if (depth === 0) indentation = column;
      depth++;
    }
  }
  return false;
}

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Brackets, and what may hold some that are none: comments and texts. */
const BRACKETS =
  /#.*|"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''(?:[^\\]|\\[\s\S])*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|[()[\]{}]/g;

/** The same, and what lines begin with that are neither blank nor a comment. */
const LINES_AND_BRACKETS = new RegExp(`${BRACKETS.source}|\\n[ \\t]*(?=[^\\s#])`, 'g');

const hasTemplate = (content: string): boolean =>
  content.split('\n').some((line) => TEMPLATE.some((form) => form.test(line.trim())));

const CONFLICT = '<<<<<<< ';
const MARK = 7;

const conflictIn = (content: string): number =>
  content.startsWith(CONFLICT) ? 0 : content.indexOf(`\n${CONFLICT}`) + (content.includes(`\n${CONFLICT}`) ? 1 : 0);

/** A gap may begin behind the keyword that explains it; long ones tell by their beginning. */
function linesAround({ start, end }: Span, content: string): readonly string[] {
  const from = content.lastIndexOf('\n', start - 1) + 1;
  const line = content.indexOf('\n', Math.min(end, start + LONGEST));
  const lines = content.slice(from, line < 0 ? content.length : line).split('\n');
  return lines.map((each) => each.trim().slice(0, LONGEST_LINE));
}

const LONGEST = 20_000;
const LONGEST_LINE = 500;

/** A line of Python 2, or of a template that makes Python. */
const isOther = (line: string): boolean => [...PYTHON2, ...TEMPLATE].some((form) => form.test(line));

const PYTHON2: readonly RegExp[] = [
  /^print\s[^=.,:)[]/,
  /^print\s*>>/,
  /^exec\s["'\w]/,
  /^raise\s[\w.]+,/,
  /^except\s[\w.]+,\s?\w+:/,
  /^def\s+\w+\([^()=]*\(/,
  /<>/,
  /\bur["']/,
  /\b0\d/,
  /\d[lL]\b/,
  /(?<!`)`(?!`)/,
];
const TEMPLATE: readonly RegExp[] = [/\{\{|\{%|<%|%>|\$\{|\{#|@@/, /^[%!]\w/, /<\/?[A-Z_]{3}/, /\b__[A-Z]/];

/** Whether the grammar may lag behind: of 90,000 files that CPython 3.11 to 3.14 reads it fails on nothing else. */
const isNewer = (gap: Span, content: string): boolean =>
  linesAround(gap, content).some((line) => NEWER.some((signs) => signs.every((sign) => sign.test(line))));

/**
 * PEP 758 (exceptions without brackets), 750 (templates of text), 798 (stars in comprehensions), 810 (lazy imports), and what is
 * older than the grammar: a conditional expression in a `with` and more behind the brackets of an annotation.
 */
const NEWER: readonly (readonly RegExp[])[] = [
  [/^except\*?\s[\w.]+,/],
  [/\b(?:t|rt|tr)["']/i],
  [/[[({]\s*\*/, /\bfor\b/],
  [/^lazy\s(?:from|import)\b/],
  [/\belse\b/, /\bas\b/],
  [/^(?:async\s+)?def\b/, /\]\s*(?:if|or|and|is|in|not|==|[-+*/%&^<>([])/],
  [/^(?!(?:else|try|finally)\b)[\w.]+\s*:[^=]*\]\s*(?:if|or|and|is|in|not|==|[-+*/%&^<>([])/],
];
