import { beforeAll, describe, expect, it } from 'vitest';
import { formatCsv } from '../../src/reporters/report-csv.ts';
import { loadPython, type PythonReaders } from './consumers/python.ts';
import { expectGolden } from './golden.ts';
import { hostileReport, VISIBLE_PATH } from './hostile-report.ts';
import { finding, placeOf, reportOf, sampleFindings, sampleReport } from './sample-report.ts';
import { isUnsafe } from './unsafe-characters.ts';

let python: PythonReaders;
beforeAll(async () => {
  python = await loadPython();
}, 120_000);

const HEADER = [
  ...['severity', 'rule', 'category', 'path', 'cell', 'line', 'column', 'end line', 'end column'],
  ...[
    'message',
    'remedy',
    'reach',
    'because',
    'confidence',
    'doubts',
    'more places',
    'precision',
    'cwe',
    'fingerprint',
  ],
];

it('the sample report, a row for each finding', () => {
  const text = formatCsv(sampleReport);
  // Git keeps files with plain line ends.
  expectGolden('findings.csv', text.replaceAll('\r\n', '\n'));
  const [header, ...rows] = python.readCsv(text);
  expect(header).toEqual(HEADER);
  expect(rows).toHaveLength(sampleFindings.length);
  expect(rows.every((row) => row.length === HEADER.length)).toBe(true);
  expect(rows[1]?.slice(0, 10)).toEqual([
    ...['P1', 'unlocked-singleton', 'concurrency', 'src/orders/app.py', '', '14', '9', '14', '25'],
    '`_store` is made by the first of many threads, and nothing keeps out the second',
  ]);
  expect(rows[0]?.at(-2)).toBe('502 20');
});

it('a clean scan is a header', () => {
  expect(formatCsv(reportOf([]))).toBe(`${HEADER.join(',')}\r\n`);
});

it('a hostile file name and message stay in their cells, and have no line break', () => {
  const text = formatCsv(hostileReport);
  expect(text.split('\r\n')).toHaveLength(3);
  expect([...text.replaceAll('\r\n', '')].filter(isUnsafe)).toEqual([]);
  expect(text).not.toContain('##[');
  const [, row] = python.readCsv(text);
  // A semicolon before `=` is made harmless too.
  expect(row?.[3]).toBe(VISIBLE_PATH.replace('##[', '##\\[').replace(';=', ";'="));
  expect(row?.slice(5, 9)).toEqual(['2', '16', '2', '29']);
});

describe('no cell is a formula', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\uff1d1', '=cmd|" /C calc"!A0', '\t=1', '\r=1'])('%j', (message) => {
    const place = placeOf('src/orders/app.py', 'except');
    const [, row] = python.readCsv(formatCsv(reportOf([finding('bare-except', place, { message })])));
    expect(row?.[9]).toMatch(/^['\\]/);
    expect(row?.[9]?.replace(/^'/, '')).toBe(message.replace('\t', '\\t').replace('\r', '\\r'));
  });

  it('nor where a spreadsheet parts cells at semicolons', () => {
    const place = placeOf('src/orders/app.py', 'except');
    const message = 'a; =1+1;+2';
    const text = formatCsv(reportOf([finding('bare-except', place, { message })]));
    expect(text.split(/[;,\r\n"]/).filter((part) => /^\s*[=+\-@]/.test(part))).toEqual([]);
  });
});
