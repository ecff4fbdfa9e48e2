import { expect, it } from 'vitest';
import { LineHashes } from '../../src/reporters/sarif/line-hash.ts';

/** GitHub's own values: what codeql-action computes for these texts. */
const VECTORS: readonly (readonly [string, string, string])[] = [
  ['A', 'import os\nos.system(cmd)\n', '60bba3790536403e:1 4ac41e078a0c3213:1 c129715d7a2bc9a3:1'],
  ['B', 'x = 1\nx = 1\nx = 1\n# end', '8b9602f3b5abe9a5:1 2dab0cf49b3b5429:1 59831bc984ecfa6d:1 88010c692f52e071:1'],
  [
    'C',
    's = "é😀"\r\n\tprint( s )\r\n\r\n',
    '71cad7e47bbf994:1 6e0b4c0d05966fd8:1 3c5bef55b72b93c9:1 c129715d7a2bc9a3:1',
  ],
  ['E', '\uFEFFx=1\r\ry = "😀"\r\n', 'e76381d2abe3005d:1 72e36ddaeaff3596:1 a2beba9df7c22c44:1 c129715d7a2bc9a3:1'],
  ['empty', '', 'c129715d7a2bc9a3:1'],
  [
    'lorem ipsum',
    'Lorem ipsum dolor sit amet.\n'.repeat(10),
    `${[1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${n}`).join(' ')} a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1`,
  ],
];

function hashesOf(text: string): string[] {
  const hashes = new LineHashes(text);
  return Array.from({ length: hashes.lineCount }, (_, i) => hashes.ofLine(i + 1) ?? '');
}

it.each(VECTORS)('vector %s', (_, text, expected) => {
  expect(hashesOf(text).join(' ')).toBe(expected);
});

it('vector D: the same line many times', () => {
  const hashes = hashesOf('    pass\n'.repeat(24));
  expect(hashes.slice(0, 6)).toEqual([...[1, 2, 3, 4, 5].map((n) => `ce93db9bf14334ac:${n}`), 'ce93dbb87d4741ea:1']);
  expect(hashes[23]).toBe('d9ebd24fce30bc54:1');
  expect(hashes[24]).toBe('c129715d7a2bc9a3:1');
  expect(hashes).toHaveLength(25);
});

it('agrees with the definition in big integers', () => {
  const text = `${'def f(x):\r\n  return "é" \r\r\n\t# 😀 \u2028 \u00a0 \f\n'.repeat(7)}end \r \n`;
  expect(hashesOf(text)).toEqual(hashesByDefinition(text));
});

it('has nothing for a line past the end', () => {
  expect(new LineHashes('x\n').ofLine(3)).toBeUndefined();
});

/** Step by step as the description says, slowly. */
function hashesByDefinition(text: string): string[] {
  const units: number[] = [];
  let afterCr = false;
  for (const unit of Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))) {
    const isDropped = unit === 32 || unit === 9 || (unit === 10 && afterCr);
    afterCr = unit === 13;
    if (!isDropped) units.push(unit === 13 ? 10 : unit);
  }
  units.push(65535);
  const starts = [0, ...units.flatMap((unit, i) => (unit === 10 ? [i + 1] : []))];
  const seen: string[] = [];
  return starts.map((start) => {
    let hash = 0n;
    for (let j = 0; j < 100; j++) hash = (hash * 37n + BigInt(units[start + j] ?? 0)) % 2n ** 64n;
    seen.push(hash.toString(16));
    return `${hash.toString(16)}:${seen.filter((other) => other === hash.toString(16)).length}`;
  });
}
