import { expect, it } from 'vitest';
import type { ToldClaim } from '../../src/replay/formats/replay-document.ts';
import { placeOf } from '../../src/replay/formats/verdict-words.ts';

const claimOf = (kind: string, line: number | undefined): ToldClaim =>
  // Of a claim nothing else is asked here.
  ({
    verdict: { kind, evidence: [{ message: 'near it', path: 'shop.py', line: 7 }] },
    anchors: line === undefined ? [] : [{ path: 'shop.py', line, endLine: line }],
  }) as unknown as ToldClaim;

it.each([
  ['not-decidable', 11, 11],
  ['not-decidable', undefined, 7],
  ['present', 11, 7],
])('a claim that is %s and stands in line %s is shown in line %s', (kind, line, shown) => {
  expect(placeOf(claimOf(kind, line))).toMatchObject({ path: 'shop.py', line: shown });
});
