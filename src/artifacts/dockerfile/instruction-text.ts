import type { Located, MappedText, SourceText, Span, Stretch } from '../../text/index.ts';
import { spanInFile } from '../../text/index.ts';

/** The text of an instruction as its shell gets it: without the lines of comments that Docker drops from within it. */
export function instructionText(text: SourceText, { start, end }: Span): MappedText {
  const stretches: Stretch[] = [];
  let content = '';
  for (let at = start; at < end; ) {
    const line = text.lineAt(at);
    const next = Math.min(end, line < text.lineCount ? text.lineStart(line + 1) : end);
    const piece = text.content.slice(at, next);
    if (at === start || !/^\s*(?:#|$)/.test(piece)) {
      stretches.push({ at: content.length, start: at });
      content += piece;
    }
    at = next;
  }
  return { content, stretches: stretches.length > 0 ? stretches : [{ at: 0, start }] };
}

/** The words of a JSON array of strings; undefined where Docker would take the text for shell. */
export function execWords(text: MappedText): Located<string>[] | undefined {
  const content = text.content.replace(/\\\r?\n/g, (fold) => ' '.repeat(fold.length));
  if (!content.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(content);
    if (!Array.isArray(parsed) || parsed.some((word) => typeof word !== 'string')) return undefined;
  } catch {
    // Docker, too, takes broken JSON for a shell command.
    return undefined;
  }
  return [...content.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)/g)].map((match) => ({
    value: String(JSON.parse(match[0])),
    span: spanInFile(text, { start: match.index + 1, end: match.index + match[0].length - 1 }),
  }));
}
