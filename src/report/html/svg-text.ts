/** As much of a text as has room, by the usual width of a character: SVG neither wraps nor cuts. */
export function fitted(text: string, width: number, characterWidth: number): string {
  const room = Math.floor(width / characterWidth);
  if (text.length <= room) return text;
  return room < 3 ? '' : `${text.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** As `fitted`, of a dotted name: its end tells more than its beginning. */
export function fittedEnd(text: string, width: number, characterWidth: number): string {
  const room = Math.floor(width / characterWidth);
  return text.length <= room ? text : `…${text.slice(text.length - room + 1).replace(/^[\uDC00-\uDFFF]/, '')}`;
}
