import { type Located, type MappedText, MappedTextBuilder } from '../../text/index.ts';

/** A line of a requirements file with those that a backslash ties to it, without its comment. */
export type LogicalLine = MappedText;

/** Lines with their continuations; a comment ends the line that it is on, tied to others or not. */
export function logicalLines(lines: readonly Located<string>[]): LogicalLine[] {
  const logical: LogicalLine[] = [];
  let open: { readonly text: MappedTextBuilder; readonly start: number } | undefined;
  const close = (): void => {
    const text = open?.text.build(open.start);
    if (text !== undefined && text.content.trim() !== '') logical.push(text);
    open = undefined;
  };
  for (const { value, span } of lines) {
    const comment = /(?:^|\s)#/.exec(value);
    const content = comment === null ? value : value.slice(0, comment.index);
    const goesOn = comment === null && content.endsWith('\\');
    const indent = open === undefined ? content.length - content.trimStart().length : 0;
    open ??= { text: new MappedTextBuilder(), start: span.start + indent };
    open.text.add(goesOn ? content.slice(indent, -1) : content.slice(indent).trimEnd(), span.start + indent);
    if (!goesOn) close();
  }
  close();
  return logical;
}
