/**
 * The comment that tells why a handler is as it is: inside it, behind its last line, or on lines of its own directly
 * above its `except`. Marks for tools, headings, tasks for later and code that is commented out are no reasons.
 */
import { type Comment, firstCommentFrom, type ParsedModule } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';

export function explanationOf(source: ParsedModule, handler: Span): string | undefined {
  const reasons = commentsOf(source, handler)
    .map((comment) => reasonIn(comment.text))
    .filter((text) => text !== '');
  const text = reasons.join(' ');
  return countWords(text) >= FEWEST_WORDS ? text : undefined;
}

/** Fewer words name something (`# best effort`) but give no reason. */
const FEWEST_WORDS = 3;

function commentsOf(source: ParsedModule, handler: Span): readonly Comment[] {
  const { text, comments } = source;
  const firstLine = text.lineAt(handler.start);
  const column = text.positionAt(handler.start).column;
  const found: Comment[] = [];
  let at = firstCommentFrom(comments, handler.start);
  let lineAbove = firstLine - 1;
  for (let above = at - 1; above >= 0; above--, lineAbove--) {
    const comment = comments[above];
    if (comment === undefined || text.lineAt(comment.start) !== lineAbove || !standsAlone(source, comment)) break;
    found.unshift(comment);
  }
  let line = text.lineAt(Math.max(handler.start, handler.end - 1));
  for (let comment = comments[at]; comment !== undefined; comment = comments[++at]) {
    const ownLine = text.lineAt(comment.start);
    const isBehind = ownLine === line;
    const isBelow =
      ownLine === line + 1 && standsAlone(source, comment) && text.positionAt(comment.start).column > column;
    if (comment.start >= handler.end && !isBehind && !isBelow) break;
    if (comment.start >= handler.end) line = ownLine;
    found.push(comment);
  }
  return found;
}

function standsAlone({ text }: ParsedModule, comment: Comment): boolean {
  return text.content.slice(text.lineStart(text.lineAt(comment.start)), comment.start).trim() === '';
}

/** How a mark for a tool begins. */
const MARK = new RegExp(
  `^(?:${[
    '(?:(?:ruff|flake8)\\s*:\\s*)?noqa',
    'nosec|nosonar|nopycln',
    '(?:type|pyright|ty)\\s*:\\s*ignore',
    'mypy\\s*:\\s*\\S+',
    'pragma\\s*:\\s*no\\s*(?:cover|branch)',
    'pylint\\s*:\\s*(?:disable|enable)(?:-next)?\\s*=',
    'noinspection\\s+[\\w,]+',
    'fmt\\s*:\\s*(?:off|on|skip)',
    'isort\\s*:\\s*\\w+',
    'sourcery\\s+skip\\s*:',
    'auditlint\\s*:\\s*ignore(?:-file)?',
  ].join('|')})`,
  'i',
);
/** What may name the silenced rules behind it: `: BLE001, S110`, `[attr-defined]`, `broad-except`, `B110`. */
const RULES =
  /^\s*(?:\[[^\]]*\]|(?::\s*)?(?:[A-Z]{1,6}\d{1,5}|[a-z]+(?:-[a-z]+)+)(?:\s*,\s*(?:[A-Z]{1,6}\d{1,5}|[a-z]+(?:-[a-z]+)+))*)/;
/** `---- Settings of the shop ----` names what follows. */
const HEADING = /^([-=*~])\1{2}.*\1{3}$/;
const TASK = /^(?:todo|fixme|xxx|hack)\b/i;
/** A call, an assignment, a simple statement. */
const CODE =
  /^(?:(?:await |return |raise )?[\w.]+\(.*\)$|[\w.[\]'"]+ ?[-+*/|&]?= ?\S|(?:raise|return|pass|continue|break)(?: [\w.'"]+)?$)/;

/** The words of a comment that are meant for people. */
function reasonIn(comment: string): string {
  const written = comment.split('#').map((part) => part.trim());
  const parts = written.filter((part) => !HEADING.test(part)).map(withoutMark);
  return parts.filter((part) => part !== '' && !TASK.test(part) && !CODE.test(part)).join(' ');
}

function withoutMark(text: string): string {
  const mark = MARK.exec(text);
  if (mark === null) return text.replace(/^[:!\-=\s]+/, '');
  const rest = text.slice(mark[0].length);
  const reason = rest.slice(RULES.exec(rest)?.[0].length ?? 0).replace(/^[\s:;,.\-–—]+/, '');
  return reason.startsWith('(') ? reason.slice(1).replace(/\)$/, '') : reason;
}

/** Words of letters; scripts that put no space between words count two characters for one. */
function countWords(text: string): number {
  const spaced = text.match(/(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}){2,}/gu)?.length ?? 0;
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return spaced + Math.floor(unspaced / 2);
}
