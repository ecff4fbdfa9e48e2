/** Python that the grammar cannot read, and what else it may be than a mistake. */
import type { ParsedModule } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';

export interface SyntaxProblem extends Span {
  readonly isConflict: boolean;
  /** No version of Python, be it old or new, can read it. */
  readonly isOfNoVersion: boolean;
}

/**
 * The first place of a file that is no Python of any version: a conflict of a merge that nobody resolved (`isConflict`), or syntax
 * that neither Python 2 nor a version newer than the grammar has. Undefined where all may be meant, as in templates of code.
 */
export function syntaxErrorIn({ gaps, text }: ParsedModule): SyntaxProblem | undefined {
  const { content } = text;
  const conflict = gaps.length === 0 ? -1 : conflictIn(content);
  if (conflict >= 0 && gaps.some(({ start, end }) => start < conflict + MARK && end >= conflict - MARK))
    return { start: conflict, end: conflict + MARK, isConflict: true, isOfNoVersion: true };
  const written = gaps.map((gap) => ({ ...gap, lines: linesAround(gap, content) }));
  const bracket = gaps.length === 0 || hasTemplate(content) ? undefined : strayBracketIn(content);
  if (bracket !== undefined) return { ...bracket, isConflict: false, isOfNoVersion: true };
  if (written.some(({ lines }) => lines.some(isOther))) return undefined;
  const wrong = written.find(({ lines }) => !lines.some((line) => NEWER.some((form) => form.test(line))));
  // What follows the first error may be an effect of it.
  if (wrong === undefined || wrong !== written[0]) return undefined;
  return { start: wrong.start, end: wrong.end, isConflict: false, isOfNoVersion: hasNamesSideBySide(wrong, content) };
}

/** A bracket that is never closed, or closes nothing: no version of Python goes on. */
function strayBracketIn(content: string): Span | undefined {
  const open: number[] = [];
  for (const { 0: written, index } of content.matchAll(BRACKETS)) {
    const closed = CLOSES[written];
    if (closed === undefined && written.length === 1) open.push(index);
    else if (closed !== undefined && content[open.pop() ?? -1] !== closed) return { start: index, end: index + 1 };
  }
  const start = open.at(-1);
  return start === undefined ? undefined : { start, end: start + 1 };
}

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Brackets, and what may hold some that are none: comments and texts. */
const BRACKETS =
  /#.*|"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''(?:[^\\]|\\[\s\S])*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|[()[\]{}]/g;

const hasTemplate = (content: string): boolean =>
  content.split('\n').some((line) => TEMPLATE.some((form) => form.test(line.trim())));

/** `compute(plane filename, rate)`: in brackets no version of Python takes two names without anything between them. */
function hasNamesSideBySide({ start, end }: Span, content: string): boolean {
  const from = content.lastIndexOf('\n', start - 1) + 1;
  const line = content.slice(from).split('\n', 1)[0] ?? '';
  if (/["'#]/.test(line)) return false;
  return [...line.matchAll(SIDE_BY_SIDE)].some(
    ({ 0: all, 1: first = '', 2: second = '', index }) =>
      from + index < end && start < from + index + all.length && !WORDS.has(first) && !WORDS.has(second),
  );
}

const SIDE_BY_SIDE = /[(,]\s*([A-Za-z_]\w*)[ \t]+([A-Za-z_]\w*)\s*(?=[,)])/g;
/** Words that stand before or behind a name in an expression. */
const WORDS: ReadonlySet<string> = new Set(
  'and as assert async await case def del elif else except exec finally for from global if import in is lambda lazy match nonlocal not or print raise return type with yield'.split(
    ' ',
  ),
);

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
  /<>/,
  /\bur["']/,
  /\b0\d/,
  /\d[lL]\b/,
  /(?<!`)`(?!`)/,
];
const TEMPLATE: readonly RegExp[] = [/\{\{|\{%|<%|%>|\$\{|\{#|@@/, /^[%!]\w/, /<\/?[A-Z_]{3}/, /\b__[A-Z]/];
/** PEP 758 (exceptions without brackets), PEP 696 (defaults of type parameters), PEP 750 (templates of text). */
const NEWER: readonly RegExp[] = [/^except\*?\s[\w.]+,/, /^(?:class|def|async def|type)\s\w+\[[^\]=]*=/, /\bt["'r]/];
