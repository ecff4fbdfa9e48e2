/** The hash of a line covers a hundred characters from its start on: a secret further down shows in it, too. */
import { expect, it } from 'vitest';
import { Fingerprints } from '../../src/reporters/sarif/fingerprints.ts';
import { SourceLines } from '../../src/reporters/source-lines.ts';
import { finding } from './sample-report.ts';

const FAR = Array.from({ length: 12 }, (_, i) => `first_order_${i} = ${i}\n`).join('');
const LINES = [
  'try:',
  '    connect()',
  `    client.login(token="ghp_a8Kd03mZq7Lp5Xv2Rt9Wc4Yb6Nf1Gh0JsUeQ")`,
  'done = 1',
];
const BYTES = Buffer.from(`${FAR}${LINES.join('\n')}\n`);

const prints = new Fingerprints(() => BYTES, new SourceLines(() => BYTES));
const isHashed = (line: number): boolean => {
  const location = { path: 'app.py', line, column: 1, endLine: line, endColumn: 2 };
  return 'primaryLocationLineHash' in prints.of(finding('bare-except', location, { message: 'a' }));
};

it('is told of lines whose hundred characters hold no secret, and of no other', () => {
  const hashed = Array.from({ length: 16 }, (_, i) => i + 1).filter(isHashed);
  expect(hashed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 16]);
});
