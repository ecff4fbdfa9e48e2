/** CPython is the authority: what it compiles, in the encoding that it takes a file for, is what is read here, or it is told that it is not. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { decodePython } from '../../src/text/decode.ts';

const MARK = '\xef\xbb\xbf';
const LONG = '#'.repeat(100_000);

const ENCODINGS = [
  ...['utf-8', 'UTF8', 'utf_8', 'utf-8-unix', 'utf_8_unix', 'utf-8-sig', 'utf_8-dos', 'u8', 'utf', 'cp65001'],
  ...[
    'latin-1',
    'latin1',
    'Latin-1-mac',
    'latin_1_unix',
    'iso-8859-1',
    'iso_8859_1-dos',
    'iso-latin-1-unix',
    'l1',
    '8859',
  ],
  ...[
    'iso-8859-15',
    'iso8859-2',
    'latin-9',
    'latin9',
    'cp1252',
    'windows-1252',
    'cp1251',
    'windows_1251',
    'koi8-r',
    'koi8_u',
    'cp866',
  ],
  ...['mac-roman', 'macroman', 'tis-620', 'cp874', 'ascii', 'us-ascii', '646', 'ANSI_X3.4-1968'],
  ...['utf-7', 'utf7', 'U7', 'unicode_escape', 'raw-unicode-escape', 'rot13', 'base64', 'hex', 'mbcs'],
  ...[
    'utf-16',
    'utf-16-le',
    'utf_16_be',
    'utf-32',
    'ucs-2',
    'unicode',
    'cp437',
    'cp850',
    'cp037',
    'hz',
    'shift_jis',
    'euc-jp',
    'gbk',
  ],
  ...['nonsense', `x${'y'.repeat(300)}`, '-', '.', 'utf-8.', 'utf-8;latin-1', 'none'],
];

/** `%` stands for the name of an encoding. */
const DECLARATIONS = [
  ...[
    '# coding: %',
    '#coding=%',
    '# -*- coding: % -*-',
    '# vim: set fileencoding=% :',
    ' \t\f# coding:\t  %',
    '\v# coding: %',
  ],
  ...[
    '# coding : %',
    '# Coding: %',
    '# coding:%coding: latin-1',
    '# coding: coding: %',
    '# encoding: %',
    '# coding\t= %',
  ],
  ...[`${LONG} coding: %`, `# ${'coding: '.repeat(5000)} coding: %`, `#${' '.repeat(2000)}coding:${' '.repeat(2000)}%`],
  ...['"coding: %"', 'x = 1  # coding: %', '"""', '\\'],
];

const FIRST_LINES = [
  '',
  ' \t\f',
  '#!/usr/bin/env python3',
  LONG,
  'import os',
  '\v',
  '\f',
  ';',
  '"a"',
  '\\',
  '# \x0b \x1c \x85',
];
const ENDS = ['\n', '\r\n', '\r', '\n\r'];
/** UTF-8, and bytes that every single-byte encoding has; what UTF-7 and escapes make another text of. */
const BODIES = ['é'.repeat(2), '\xe9\xa4', '+AOk-', '\\u0041x41', ''].map((text, index) =>
  index === 0 ? Buffer.from(text, 'utf8').toString('latin1') : text,
);

function* sources(): Generator<string> {
  for (const name of ENCODINGS) {
    for (const body of BODIES) {
      yield `# coding: ${name}\ns = "${body}"\n`;
      yield `${MARK}# coding: ${name}\ns = "${body}"\n`;
    }
  }
  for (const declaration of DECLARATIONS) {
    for (const name of ['utf-7', 'latin-1', 'cp1252', 'utf-8', 'ascii']) {
      for (const end of ENDS) {
        const line = declaration.replaceAll('%', name);
        for (const body of BODIES) yield `${line}${end}s = "${body}"${end}`;
        for (const first of FIRST_LINES) yield `${first}${end}${line}${end}s = "+AOk-\xe9"${end}`;
        for (const first of ['#', '']) yield `${first}${end}${end}${line}${end}s = "+AOk-"${end}`;
        for (const first of ['', '# a']) yield `${MARK}${first}${end}${line}${end}s = "+AOk-\xc3\xa9"${end}`;
        yield `${line}\0${end}s = "+AOk-"${end}`;
        yield `#\0${end}${line}${end}s = "+AOk-"${end}`;
      }
    }
  }
}

/** Of each source the text that its last statement holds; null where CPython refuses it. */
const COMPILE = `
import ast, base64, json, sys, warnings
warnings.simplefilter('ignore')
def value(source):
    try:
        statement = ast.parse(base64.b64decode(source)).body[-1]
        return statement.value.value if isinstance(statement, ast.Assign) else None
    except (SyntaxError, ValueError, LookupError, UnicodeError, RecursionError, TypeError, AttributeError):
        return None
for line in sys.stdin:
    print(json.dumps(value(line)))
`;

function compiled(all: readonly string[]): readonly (string | null)[] {
  const input = all.map((source) => `${Buffer.from(source, 'latin1').toString('base64')}\n`).join('');
  const answers = execFileSync('python3', ['-c', COMPILE], { input, maxBuffer: 1 << 28, encoding: 'utf8' });
  return answers
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string | null);
}

describe('what CPython compiles', () => {
  const all = [...sources()];
  const values = compiled(all);
  const ours = all.map((source) => decodePython(Buffer.from(source, 'latin1')));
  const shown = (index: number) => all[index]?.replaceAll(/(.{60}).+(.{60})/g, '$1…$2');

  it('is what is read, character for character', () => {
    const wrong = ours.flatMap((decoded, index) => {
      const value = values[index];
      if (typeof value !== 'string' || decoded.kind !== 'text') return [];
      const read = /s = "(.*)"\s*$/.exec(decoded.content)?.[1]?.replaceAll('\\u0041', 'A').replaceAll('\\x41', 'A');
      return read === value.replaceAll('\\u0041', 'A') ? [] : [{ source: shown(index), value, read }];
    });
    expect(wrong).toEqual([]);
    expect(
      ours.filter(({ kind }, index) => kind === 'text' && typeof values[index] === 'string').length,
    ).toBeGreaterThan(2000);
  });

  it('is told where it is not read: what the platform has no table for', () => {
    const reported = new Set(
      ours.flatMap((decoded, index) =>
        decoded.kind !== 'text' && typeof values[index] === 'string' ? decoded.reason : [],
      ),
    );
    const unknown = ['U7', 'cp437', 'cp850', 'hz', 'raw-unicode-escape', 'unicode_escape', 'utf-7', 'utf7'];
    expect([...reported].sort()).toEqual(
      unknown.map((name) => `the file declares the encoding "${name}", which is not known`),
    );
  });
});
