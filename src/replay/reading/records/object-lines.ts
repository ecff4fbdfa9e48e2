const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 0x7b;
const LINE_FEED = 0x0a;

/**
 * The line of each object of a JSON text, in the order in which they begin: `JSON.parse` keeps no places. A walk over what
 * was parsed meets them in the same order, unless a name stands twice in one object or is a number.
 */
export function linesOfObjects(text: string): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === LINE_FEED) line++;
    else if (isString && character === BACKSLASH) at++;
    else if (character === QUOTE) isString = !isString;
    else if (character === OPENING && !isString) lines.push(line);
  }
  return lines;
}
