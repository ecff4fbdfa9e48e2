import iconv from 'iconv-lite';

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
    return { kind: 'text', content: iconv.decode(body, 'latin1'), encoding: 'ascii' };
  }
  const content = decodeAs(PYTHON_NAMES[encoding] ?? encoding, body);
  if (content === undefined) {
    return { kind: 'undecodable', reason: `the file declares the encoding ${quote(declared)}, which is not known` };
  }
  if (content.includes('\uFFFD')) {
    return { kind: 'undecodable', reason: `the file is not valid ${quote(declared)}, which it declares` };
  }
  return { kind: 'text', content, encoding: declared.toLowerCase() };
}

/**
 * Undefined where the encoding is not known. The tables of the East Asian encodings are a quarter of a megabyte, and the
 * platform has them; its single-byte ones are not to be trusted (Node 20 reads windows-1252 as Latin 1).
 */
function decodeAs(encoding: string, body: Uint8Array): string | undefined {
  const label = EAST_ASIAN[encoding];
  if (label !== undefined) return new TextDecoder(label).decode(body);
  return NOT_TEXT.has(encoding) || !iconv.encodingExists(encoding) ? undefined : iconv.decode(body, encoding);
}

/** Labels of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels) by Python's names without punctuation. */
const EAST_ASIAN: Readonly<Record<string, string>> = {
  shiftjis: 'shift_jis',
  sjis: 'shift_jis',
  mskanji: 'shift_jis',
  csshiftjis: 'shift_jis',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  windows31j: 'shift_jis',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  iso2022jp: 'iso-2022-jp',
  gb2312: 'gbk',
  euccn: 'gbk',
  gbk: 'gbk',
  cp936: 'gbk',
  ms936: 'gbk',
  gb18030: 'gb18030',
  euckr: 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  big5: 'big5',
  cp950: 'big5',
  ms950: 'big5',
  big5hkscs: 'big5',
};

/** Python's names for encodings that iconv-lite knows by another. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  latin: 'latin1',
  l1: 'latin1',
  iso88591: 'latin1',
  cp819: 'latin1',
  latin9: 'iso885915',
  isolatin1: 'latin1',
  macroman: 'macintosh',
};

/** Codecs of iconv-lite that turn bytes into text in a way no source file is written. */
const NOT_TEXT: ReadonlySet<string> = new Set([
  'base64',
  'hex',
  'binary',
  'ucs2',
  'utf16',
  'utf16le',
  'utf16be',
  'utf32',
  'utf32le',
  'utf32be',
  'utf7',
  'utf7imap',
  'cesu8',
]);

/** PEP 263: a comment alone on line one or two, the second only if the first holds no code. */
function declaredEncoding(body: Uint8Array): string | undefined {
  const head = iconv.decode(body.subarray(0, 1000), 'latin1');
  for (const line of head.split(/\r\n|\r|\n/, 2)) {
    const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1];
    if (declaration !== undefined) return withoutLineEndSuffix(declaration);
    if (!/^[ \t\f]*(?:#.*)?$/.test(line)) return undefined;
  }
  return undefined;
}

/** Emacs writes how lines end behind the name: `utf-8-unix`, `latin-1-dos`. Python takes no notice of it in these. */
function withoutLineEndSuffix(declared: string): string {
  return /^(utf[-_]8|latin[-_]1|iso[-_]8859[-_]1|iso[-_]latin[-_]1)-/i.exec(declared)?.[1] ?? declared;
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
