import { describe, expect, it } from 'vitest';
import { measuredDocument, otherParts } from '../../../tools/first-sight/measured-document.ts';
import type { JudgedAudit, JudgedMined } from '../../../tools/recall/judge-rows.ts';
import type { Recall } from '../../../tools/recall/measure.ts';
import { partOf } from '../../../tools/recall/mined-row.ts';
import { recallPart } from '../../../tools/recall/recall-part.ts';

const fired = { firesInDefault: false, firesInStrict: true, rank: 'P2' };
const place = { place: 'a.tsv:2', path: 'shop.py', line: 4 };
const audit: JudgedAudit = {
  ...fired,
  row: {
    ...place,
    ...{ kind: 'audit', table: 'shop-audit', id: 'S-1', rules: ['bare-except'], repository: 'ada/shop' },
    ...{ commit: 'abc1234', expect: 'fire', claim: 'loses orders' },
  },
};
const mined = (repository: string, isSilentAfter = true): JudgedMined => ({
  ...fired,
  isSilentAfter,
  row: {
    ...place,
    ...{ kind: 'mined', rule: 'bare-except', repository, before: 'abc1234', after: 'abc1235' },
    ...{ message: 'Keep the order', why: 'it hides' },
  },
});
const names = Array.from({ length: 20 }, (_, index) => `ada/shop${index}`);
const kept = names.filter((name) => partOf(name) === 'kept').slice(0, 2);
const aside = names.filter((name) => partOf(name) === 'aside').slice(0, 1);
const recall: Recall = {
  audits: [audit],
  mined: [...kept, ...aside].map((name) => mined(name, name !== kept[0])),
  problems: ['a.tsv:9: `x` is no line'],
  unscored: ['`ada/store`: 1 row not scored, no clone of it is here'],
};
const run = { date: '2026-11-21', commit: 'abcdef0123456789', hasAside: true };

describe('the section of the page', () => {
  it('tells audits, mined rows and those that are set aside apart', () => {
    const part = recallPart(recall, run);
    expect(part).toContain('Measured on 2026-11-21 at `abcdef012345`; mined rows: 3 of 3 repositories.');
    expect(part).toContain('| shop-audit | 1 | 0 % (0 of 1) | 0–79 % | 100 % (1 of 1) | 21–100 % | – | – |');
    expect(part).toMatch(/^\| mined \| 2 \| .* \| 50 % \(1 of 2\) \|$/m);
    expect(part).toMatch(/^\| mined, set aside \| 1 \| .* \| 100 % \(1 of 1\) \|$/m);
    expect(part).toContain('- a.tsv:9: `x` is no line\n- `ada/store`: 1 row not scored, no clone of it is here');
    // Of the rules nobody learns what was set aside.
    expect(part).toContain('| [`bare-except`](rules/bare-except.md) | 1 | 0 | 1 | – | 2 | 0 | 2 | 1 of 2 |');
    expect(part).not.toContain('not looked at');
    const some = { ...recall, mined: recall.mined.slice(0, 1) };
    expect(recallPart(some, { ...run, hasAside: false })).toContain('set aside were not looked at');
    expect(recallPart({ ...recall, mined: [] }, run)).toContain('at `abcdef012345`, without mined rows.');
  });

  it('stands between the rounds and the corpus, and survives both', () => {
    const parts = { recall: recallPart(recall, run), regression: '## Regression\n\nOn a day.\n' };
    const page = measuredDocument([], parts);
    expect(page.indexOf('## First sight')).toBeLessThan(page.indexOf('## Recall'));
    expect(measuredDocument([], otherParts(page))).toBe(page);
  });
});
