/** Python that the grammar cannot read, and what else it may be than a mistake. */
import type { ParsedModule } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';

/**
 * The first place of a file that is no Python of any version: a conflict of a merge that nobody resolved (`isConflict`), or syntax
 * that neither Python 2 nor a version newer than the grammar has. Undefined where all may be meant, as in templates of code.
 */
export function syntaxErrorIn({ gaps, text }: ParsedModule): (Span & { readonly isConflict: boolean }) | undefined {
  const { content } = text;
  const conflict = gaps.length === 0 ? -1 : content.search(CONFLICT);
  if (conflict >= 0 && gaps.some(({ start, end }) => start < conflict + MARK && end >= conflict - MARK))
    return { start: conflict, end: conflict + MARK, isConflict: true };
  const written = gaps.map((gap) => ({ ...gap, lines: linesAround(gap, content) }));
  if (written.some(({ lines }) => PYTHON2.test(lines) || TEMPLATE.test(lines))) return undefined;
  const wrong = written.find(({ lines }) => !NEWER.test(lines));
  // What follows the first error may be an effect of it.
  return wrong === undefined || wrong !== written[0]
    ? undefined
    : { start: wrong.start, end: wrong.end, isConflict: false };
}

const CONFLICT = /^<{7} /m;
const MARK = 7;

/** A gap may begin behind the keyword that explains it; long ones tell by their beginning. */
function linesAround({ start, end }: Span, content: string): string {
  const from = content.lastIndexOf('\n', start - 1) + 1;
  const line = content.indexOf('\n', Math.min(end, start + LONGEST));
  return content.slice(from, line < 0 ? content.length : line);
}

const LONGEST = 20_000;

const PYTHON2 =
  /^[ \t]*(?:print\s+[^\s(=.,:)[]|print\s*>>|exec\s+["'\w]|raise\s+[\w.]+\s*,|except\s+[\w.]+\s*,\s*\w+\s*:)|<>|\bur["']|\b0\d+\b(?![.\w])|\b\d+L\b|`[^`\n]+`\s*[,)%+]|^[ \t]*(?:def|lambda)[^:\n]*\(\s*\(/m;
const TEMPLATE = /\{\{|\{%|<%|%>|\$\{|@@\w+@@|<\/?[A-Z_]{3,}>|^[ \t]*[%!]\w|\b__[A-Z_]+__\b|\{#/m;
/** PEP 758 (exceptions without brackets), PEP 696 (defaults of type parameters), PEP 750 (templates of text). */
const NEWER =
  /^[ \t]*except\*?\s+[\w.]+(?:\s*,\s*[\w.]+)+\s*:|^[ \t]*(?:class|def|async def|type)\s+\w+\s*\[[^\]\n]*=|\bt["'r]/m;
