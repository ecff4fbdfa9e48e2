/** The text of a Python file without byte order mark, or why there is none. */
export type DecodedPython =
  | { readonly kind: 'text'; readonly content: string; readonly encoding: string }
  | { readonly kind: 'binary'; readonly reason: string }
  | { readonly kind: 'undecodable'; readonly reason: string };

/** Decodes as Python does: UTF-8 unless a byte order mark or a PEP 263 declaration in the first two lines says otherwise. */
export function decodePython(bytes: Uint8Array): DecodedPython {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    return { kind: 'undecodable', reason: `the file is ${wide}, which Python does not read: save it as UTF-8` };
  }
  if (bytes.includes(0)) return { kind: 'binary', reason: 'the file contains NUL bytes' };
  const body = hasMark ? bytes.subarray(3) : bytes;
  const declared = declaredEncoding(body);
  if (declared === undefined || UTF_8.has(normalise(declared))) return decodeUtf8(body, declared);
  if (hasMark) {
    return {
      kind: 'undecodable',
      reason: `the file has a UTF-8 byte order mark but declares the encoding ${quote(declared)}`,
    };
  }
  return decodeDeclared(body, declared);
}

/** The text of a file that is not Python: UTF-8, or UTF-16 where it begins with that mark, as `pip freeze` in PowerShell writes it. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes);
}

/** Whatever the file is, as it was read, so that every column is in its place. */
export function decodeSource(bytes: Uint8Array): string {
  const python = decodePython(bytes);
  return python.kind === 'text' ? python.content : decodeText(bytes);
}

const UTF_8: ReadonlySet<string> = new Set(['utf8', 'utf', 'u8', 'utf8sig', 'cp65001']);

function decodeUtf8(body: Uint8Array, declared: string | undefined): DecodedPython {
  try {
    const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return { kind: 'text', content, encoding: 'utf-8' };
  } catch {
    const advice = declared === undefined ? ' and declares no other encoding' : '';
    return { kind: 'undecodable', reason: `the file is not valid UTF-8${advice}` };
  }
}

function decodeDeclared(body: Uint8Array, declared: string): DecodedPython {
  const encoding = normalise(declared);
  if (encoding === 'ascii' || encoding === 'usascii' || encoding === 'ansix341968' || encoding === '646') {
    const isAscii = body.every((byte) => byte < 0x80);
    if (!isAscii) return { kind: 'undecodable', reason: 'the file declares ASCII but holds other bytes' };
    return { kind: 'text', content: decodeLatin1(body), encoding: 'ascii' };
  }
  const content = decodeAs(encoding, body);
  if (content === undefined) {
    return { kind: 'undecodable', reason: `the file declares the encoding ${quote(declared)}, which is not known` };
  }
  if (content.includes('\uFFFD')) {
    return { kind: 'undecodable', reason: `the file is not valid ${quote(declared)}, which it declares` };
  }
  return { kind: 'text', content, encoding: declared.toLowerCase() };
}

/** Undefined where the encoding is not known: the platform's tables leave out cp437, cp850, EBCDIC and their like. */
function decodeAs(encoding: string, body: Uint8Array): string | undefined {
  if (LATIN_1.has(encoding)) return decodeLatin1(body);
  // Node 20 takes windows-1252 for Latin 1 (https://github.com/nodejs/node/issues/56542).
  if (encoding === 'cp1252' || encoding === 'windows1252') return decodeWindows1252(body);
  const label = LABELS.get(encoding) ?? encoding.replace(/^(?:cp|windows)(?=125\d$)/, 'windows-');
  if (NOT_PYTHON.has(label)) return undefined;
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    // A RangeError: no such encoding, or a Node built without its tables.
    return undefined;
  }
}

/** The Encoding Standard takes these names for windows-1252, Python at their word. */
const LATIN_1: ReadonlySet<string> = new Set(['latin1', 'latin', 'l1', 'iso88591', 'isolatin1', 'cp819', '8859']);

function decodeLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function decodeWindows1252(bytes: Uint8Array): string {
  return decodeLatin1(bytes).replace(
    /[\x80-\x9f]/g,
    (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control,
  );
}

/** Bytes 80 to 9F. Source: https://encoding.spec.whatwg.org/index-windows-1252.txt */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Labels of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels) by Python's names without punctuation,
 * where the two differ.
 */
const LABELS: ReadonlyMap<string, string> = new Map([
  ...Array.from({ length: 16 }, (_, part) => [`iso8859${part + 1}`, `iso-8859-${part + 1}`] as const),
  ['latin2', 'iso-8859-2'],
  ['latin3', 'iso-8859-3'],
  ['latin4', 'iso-8859-4'],
  ['latin5', 'iso-8859-9'],
  ['latin6', 'iso-8859-10'],
  ['latin7', 'iso-8859-13'],
  ['latin8', 'iso-8859-14'],
  ['latin9', 'iso-8859-15'],
  ['latin10', 'iso-8859-16'],
  ['koi8r', 'koi8-r'],
  ['koi8u', 'koi8-u'],
  ['cp866', 'ibm866'],
  ['macroman', 'macintosh'],
  ['maccyrillic', 'x-mac-cyrillic'],
  ['tis620', 'windows-874'],
  ['cp874', 'windows-874'],
  ['shiftjis', 'shift_jis'],
  ['sjis', 'shift_jis'],
  ['csshiftjis', 'shift_jis'],
  ['mskanji', 'shift_jis'],
  ['cp932', 'shift_jis'],
  ['ms932', 'shift_jis'],
  ['windows31j', 'shift_jis'],
  ['eucjp', 'euc-jp'],
  ['ujis', 'euc-jp'],
  ['iso2022jp', 'iso-2022-jp'],
  ['gb2312', 'gbk'],
  ['euccn', 'gbk'],
  ['cp936', 'gbk'],
  ['ms936', 'gbk'],
  ['euckr', 'euc-kr'],
  ['cp949', 'euc-kr'],
  ['ms949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['cp950', 'big5'],
  ['ms950', 'big5'],
  ['big5hkscs', 'big5'],
]);

/** What the platform decodes and no source file of Python is written in. */
const NOT_PYTHON: ReadonlySet<string> = new Set(['utf16', 'utf16le', 'utf16be', 'unicode', 'ucs2', 'csunicode', 'hz']);

/** PEP 263: a comment alone on line one or two, the second only if the first holds no code. However long they are, both are read whole. */
function declaredEncoding(body: Uint8Array): string | undefined {
  const head = decodeLatin1(body.subarray(0, endOfLine(body, endOfLine(body, 0))));
  for (const line of head.split(/\r\n|\r|\n/, 2)) {
    const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1];
    if (declaration !== undefined) return withoutLineEndSuffix(declaration);
    if (!/^[ \t\f]*(?:#.*)?$/.test(line)) return undefined;
  }
  return undefined;
}

/** Behind the end of the line that begins at an offset. */
function endOfLine(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] === CR) return bytes[at + 1] === LF ? at + 2 : at + 1;
  }
  return bytes.length;
}

const [LF, CR] = [0x0a, 0x0d];

/** Emacs writes how lines end behind the name: `utf-8-unix`, `latin-1-dos`. Python takes no notice of it in these. */
function withoutLineEndSuffix(declared: string): string {
  return /^(utf[-_]8|latin[-_]1|iso[-_]8859[-_]1|iso[-_]latin[-_]1)[-_]/i.exec(declared)?.[1] ?? declared;
}

function wideEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'UTF-32' : 'UTF-16';
  if (first === 0xfe && second === 0xff) return 'UTF-16';
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'UTF-32';
  return undefined;
}

function normalise(encoding: string): string {
  return encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The name as it may be shown: a hostile file chooses it, so it is cut short. */
function quote(encoding: string): string {
  return `"${encoding.slice(0, 40)}"`;
}
