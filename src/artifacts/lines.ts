import type { Located, SourceText } from '../text/index.ts';

/** The lines of a text, without their endings. */
export function linesOf(text: SourceText): Located<string>[] {
  return Array.from({ length: text.lineCount }, (_, index) => {
    const value = text.lineText(index + 1);
    const start = text.lineStart(index + 1);
    return { value, span: { start, end: start + value.length } };
  });
}

/** A part of a line, from one of its characters to another, without the white space around it. */
export function partOf({ value, span }: Located<string>, from: number, to: number = value.length): Located<string> {
  const part = value.slice(from, to);
  const start = span.start + from + (part.length - part.trimStart().length);
  return { value: part.trim(), span: { start, end: start + part.trim().length } };
}

/** The comments of a file in which `#` begins one, alone on its line or behind white space. */
export function hashComments(lines: readonly Located<string>[]): Located<string>[] {
  return lines.flatMap((line) => {
    const match = /(?:^|\s)#/.exec(line.value);
    return match === null ? [] : [partOf(line, match.index)];
  });
}
