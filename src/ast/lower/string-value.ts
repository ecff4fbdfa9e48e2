/** What the characters between the quotes of a literal mean. */

export interface StringStyle {
  readonly isRaw: boolean;
  readonly isBytes: boolean;
  /** `{{` and `}}` stand for one brace each. */
  readonly isFormat: boolean;
}

/** The value of a stretch of a string literal: escapes, doubled braces and line ends resolved. */
export function stringValue(source: string, style: StringStyle): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const hasEscapes = !style.isRaw && text.includes('\\');
  const hasBraces = style.isFormat && (text.includes('{') || text.includes('}'));
  return hasEscapes || hasBraces ? decode(text, hasEscapes, style) : text;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function decode(text: string, hasEscapes: boolean, style: StringStyle): string {
  let value = '';
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\\' && hasEscapes) {
      const sequence = readEscape(text, at, style.isBytes);
      value += text.slice(from, at) + sequence.value;
      at = from = sequence.end;
    } else if (style.isFormat && (char === '{' || char === '}') && text.charAt(at + 1) === char) {
      value += text.slice(from, at + 1);
      at = from = at + 2;
    } else at++;
  }
  return value + text.slice(from);
}

interface Escape {
  readonly value: string;
  readonly end: number;
}

function readEscape(text: string, at: number, isBytes: boolean): Escape {
  const char = text.charAt(at + 1);
  const simple = SIMPLE_ESCAPES[char];
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const octal = /[0-7]{1,3}/y;
  octal.lastIndex = at + 1;
  const digits = octal.exec(text)?.[0];
  if (digits !== undefined) {
    const code = Number.parseInt(digits, 8);
    return { value: String.fromCharCode(isBytes ? code & 0xff : code), end: at + 1 + digits.length };
  }
  if (char === 'x') return readHex(text, at, 2);
  if (!isBytes && char === 'u') return readHex(text, at, 4);
  if (!isBytes && char === 'U') return readHex(text, at, 8);
  if (!isBytes && char === 'N') return readNamed(text, at);
  return { value: '\\', end: at + 1 };
}

function readHex(text: string, at: number, length: number): Escape {
  const digits = text.slice(at + 2, at + 2 + length);
  const code = Number.parseInt(digits, 16);
  if (digits.length < length || !/^[0-9a-f]+$/i.test(digits) || code > 0x10ffff) return { value: '\\', end: at + 1 };
  return { value: String.fromCodePoint(code), end: at + 2 + length };
}

/** `\N{DEGREE SIGN}`: the names of all characters are a megabyte that we do not carry; one stand-in serves for each. */
function readNamed(text: string, at: number): Escape {
  const end = text.charAt(at + 2) === '{' ? text.indexOf('}', at) : -1;
  return end < 0 ? { value: '\\', end: at + 1 } : { value: '\uFFFD', end: end + 1 };
}
