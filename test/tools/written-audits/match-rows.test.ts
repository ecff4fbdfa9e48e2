import { expect, it } from 'vitest';
import type { ToldClaim } from '../../../src/written-audits/replay/formats/replay-document.ts';
import { claimsOf, numberedParts } from '../../../tools/written-audits/match-rows.ts';
import type { TruthRow } from '../../../tools/written-audits/truth-rows.ts';

const DOCUMENT = '# Audit\n\n## 1. Data\n\n### 1.1 Files\n\n- a\n\n## 2. Web\n\n- b\n';

const claimAt = (line: number, id: string, title: string): ToldClaim => ({
  ...{ id, title, text: '', section: [], status: 'open', quotes: [], remedy: '', line, anchors: [] },
  verdict: { kind: 'not-decidable', because: '', evidence: [] },
});
const claimOf = (
  row: TruthRow,
  claims: readonly ToldClaim[],
  parts: ReturnType<typeof numberedParts>,
): ToldClaim | undefined => claimsOf([row], claims, parts)[0];
const rowOf = (section: string, claim: string): TruthRow => ({
  ...{ id: 'R-1', section, claim, file: 'a.py', line: 1, expect: '-', rules: [], truth: 'yes', fixedAt: undefined },
});

it('reads where the numbered parts of a document begin and end', () => {
  expect([...numberedParts(DOCUMENT)]).toEqual([
    ['1', [3, 8]],
    ['1.1', [5, 8]],
    ['2', [9, 12]],
  ]);
});

it('finds the claim of a row in the part that the row names, else anywhere', () => {
  const parts = numberedParts(DOCUMENT);
  const claims = [claimAt(7, 'files', 'files are never closed again'), claimAt(11, 'web', 'files are never closed')];
  expect(claimOf(rowOf('1.1 files', 'files are never closed'), claims, parts)?.id).toBe('files');
  expect(claimOf(rowOf('2 web', 'files are never closed'), claims, parts)?.id).toBe('web');
  expect(claimOf(rowOf('9 none', 'files are never closed'), claims, parts)?.id).toBe('web');
});

it('gives each of two rows a claim of its own where both are like one of them', () => {
  const parts = numberedParts(DOCUMENT);
  const claims = [
    claimAt(7, 'absent', 'deployment and budget files are absent'),
    claimAt(8, 'drawn', 'deployment and budget are drawn'),
  ];
  const rows = [
    rowOf('1.1 files', 'deployment and budget files are absent'),
    rowOf('1.1 files', 'deployment and budget files drawn'),
  ];
  expect(claimsOf(rows, claims, parts).map((claim) => claim?.id)).toEqual(['absent', 'drawn']);
});

it('gives a row of a part that is one claim that claim, whatever its words', () => {
  const claims = [claimAt(7, 'files', 'files are never closed'), claimAt(11, 'web', 'pages are slow')];
  expect(claimOf(rowOf('2 web', 'files are never closed'), claims, numberedParts(DOCUMENT))?.id).toBe('web');
});
