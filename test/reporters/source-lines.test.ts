import { expect, it } from 'vitest';
import { SourceLines } from '../../src/reporters/source-lines.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const notebook = (value: unknown) => Buffer.from(JSON.stringify(value));

it.each<[string, string, Uint8Array, number | undefined, string]>([
  ['UTF-8 with its mark', 'app.py', Buffer.from('\uFEFF\né = 1\n'), undefined, 'é = 1'],
  ['what it declares', 'app.py', latin1('# coding: cp1252\nprice = "\xe9\x80"\n'), undefined, 'price = "é€"'],
  ["Python's name of an encoding", 'app.py', latin1('# coding: cp932\nx = "\x83\x65"\n'), undefined, 'x = "テ"'],
  ['UTF-8 that declares Latin-1', 'app.py', Buffer.from('# coding: latin-1\nx = "é"\n'), undefined, 'x = "Ã©"'],
  [
    'the UTF-16 of PowerShell',
    'requirements.txt',
    Buffer.from('\uFEFF\r\ntorch==2.0\r\n', 'utf16le'),
    undefined,
    'torch==2.0',
  ],
  ['bytes that are no text', 'values.yaml', latin1('---\nname: caf\xe9\n'), undefined, 'name: caf\uFFFD'],
  ['a cell', 'a.ipynb', notebook({ cells: [{ source: ['z\r\n', 'x = "\t\b"\n'] }] }), 1, 'x = "\t\b"'],
  [
    'a cell of format 3',
    'a.ipynb',
    notebook({ worksheets: [{ cells: [{ source: 'a' }, { input: ['c\n', 'b'] }] }] }),
    2,
    'b',
  ],
])('the second line of %s', (_, path, bytes, cell, line) => {
  const place = { path, line: 1, column: 1, endLine: 1, endColumn: 1, ...(cell !== undefined && { cell }) };
  expect(new SourceLines(() => bytes).find(place)?.lineText(2)).toBe(line);
});

it('reads a notebook once for all its cells', () => {
  let reads = 0;
  const bytes = notebook({ cells: [{ source: 'a' }, { source: 'b' }, { source: 'c' }] });
  const sources = new SourceLines(() => {
    reads++;
    return bytes;
  });
  const lines = [1, 2, 3, 1].map((cell) => {
    return sources.find({ path: 'a.ipynb', cell, line: 1, column: 1, endLine: 1, endColumn: 1 })?.lineText(1);
  });
  expect(lines).toEqual(['a', 'b', 'c', 'a']);
  expect(reads).toBe(1);
});

it.each([
  ['small files, however many', 300, 100, 300],
  ['large files, as many as have room', 3, 9_000_000, 4],
])('keeps %s', (_, files, size, wanted) => {
  let reads = 0;
  const bytes = Buffer.alloc(size, '#');
  const sources = new SourceLines(() => {
    reads++;
    return bytes;
  });
  const paths = Array.from({ length: files }, (_, index) => `${index}.py`);
  for (const path of [...paths, '0.py']) {
    expect(sources.find({ path, line: 1, column: 1, endLine: 1, endColumn: 1 })?.content).toHaveLength(size);
  }
  expect(reads).toBe(wanted);
});
