import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodePython } from '../../src/text/decode.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const mark = [0xef, 0xbb, 0xbf];

describe('decodePython', () => {
  it('reads UTF-8 with and without byte order mark', () => {
    expect(decodePython(utf8('é = "日本😀"\n'))).toEqual({
      kind: 'text',
      content: 'é = "日本😀"\n',
      encoding: 'utf-8',
    });
    expect(decodePython(new Uint8Array([...mark, ...utf8('x')]))).toMatchObject({ kind: 'text', content: 'x' });
    expect(decodePython(new Uint8Array())).toMatchObject({ kind: 'text', content: '' });
  });

  it('keeps a second byte order mark, which belongs to the text', () => {
    expect(decodePython(new Uint8Array([...mark, ...mark]))).toMatchObject({ kind: 'text', content: '\uFEFF' });
  });

  it.each([
    ['latin-1', 'café'],
    ['iso-8859-1', 'café'],
    ['iso-8859-15', 'prix: 5 €'],
    ['cp1252', '“quoted”'],
    ['windows-1251', 'привет'],
    ['koi8-r', 'привет'],
    ['shift_jis', '日本語'],
    ['euc-jp', '日本語'],
    ['gbk', '中文'],
    ['gb2312', '中文'],
    ['big5', '中文'],
    ['euc-kr', '한국어'],
    ['mac-roman', 'café'],
  ])('reads the declared encoding %s', (encoding, text) => {
    const source = `# -*- coding: ${encoding} -*-\nx = "${text}"\n`;
    const bytes = iconv.encode(source, encoding === 'mac-roman' ? 'macroman' : encoding);
    expect(decodePython(bytes)).toEqual({ kind: 'text', content: source, encoding });
  });

  it.each([
    ['#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nx = "\xe9"\n'],
    ['\n# coding=latin-1\nx = "\xe9"\n'],
    ['\f  # coding: latin-1\r\nx = "\xe9"\r\n'],
    ['# coding: latin-1\rx = "\xe9"\r'],
    ['# -*- coding: latin-1-unix -*-\nx = "\xe9"\n'],
    [`${'#'.repeat(5000)} coding: latin-1\nx = "\xe9"\n`],
    [`${'#'.repeat(5000)}\r${'#'.repeat(5000)} coding: latin-1\rx = "\xe9"\r`],
    ['# coding: latin_1_unix\nx = "\xe9"\n'],
    ['# coding: iso_8859_1-dos\nx = "\xe9"\n'],
  ])('finds a declaration in the first two lines: %j', (source) => {
    expect(decodePython(Buffer.from(source, 'latin1'))).toMatchObject({ kind: 'text', content: source });
  });

  it.each([
    ['x = 1\n# coding: latin-1\ny = "\xe9"\n'],
    ['\n\n# coding: latin-1\nx = "\xe9"\n'],
    ['x = "coding: latin-1 \xe9"\n'],
  ])('takes no other line for one: %j', (source) => {
    expect(decodePython(Buffer.from(source, 'latin1'))).toEqual({
      kind: 'undecodable',
      reason: 'the file is not valid UTF-8 and declares no other encoding',
    });
  });

  it.each([
    [utf8('# coding: rot13\n'), 'the file declares the encoding "rot13", which is not known'],
    [utf8('# coding: base64\n'), 'the file declares the encoding "base64", which is not known'],
    [utf8('# coding: hz\n'), 'the file declares the encoding "hz", which is not known'],
    [utf8('# coding: nonsense\n'), 'the file declares the encoding "nonsense", which is not known'],
    [Buffer.from('# coding: ascii\nx = "\xe9"', 'latin1'), 'the file declares ASCII but holds other bytes'],
    [Buffer.from('# coding: utf8\nx = "\xe9"', 'latin1'), 'the file is not valid UTF-8'],
    [Buffer.from('# coding: euc-jp\nx = "\xff"', 'latin1'), 'the file is not valid "euc-jp", which it declares'],
    [
      new Uint8Array([...mark, ...utf8('# coding: latin-1\n')]),
      'the file has a UTF-8 byte order mark but declares the encoding "latin-1"',
    ],
    [
      iconv.encode('x = 1\n', 'utf16le', { addBOM: true }),
      'the file is UTF-16, which Python does not read: save it as UTF-8',
    ],
    [
      iconv.encode('x = 1\n', 'utf16be', { addBOM: true }),
      'the file is UTF-16, which Python does not read: save it as UTF-8',
    ],
    [
      iconv.encode('x = 1\n', 'utf32le', { addBOM: true }),
      'the file is UTF-32, which Python does not read: save it as UTF-8',
    ],
  ])('says why there is no text (%#)', (bytes, reason) => {
    expect(decodePython(bytes)).toEqual({ kind: 'undecodable', reason });
  });

  it('calls a file with NUL bytes binary', () => {
    expect(decodePython(utf8('x = 1\0'))).toEqual({ kind: 'binary', reason: 'the file contains NUL bytes' });
    expect(decodePython(iconv.encode('x = 1\n', 'utf16le'))).toMatchObject({ kind: 'binary' });
  });
});
