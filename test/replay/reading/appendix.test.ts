/** Appendices that show what a table names, and titles that say what is missing in brackets. */
import { expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

const claimsOf = (text: string): readonly Claim[] => readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;

const TABLE =
  '# Audit\n\n## Issues\n\n| ID | Severity | Issue | Impact |\n|---|---|---|---|\n| S-1 | P0 | Baskets held in memory | Lost at a restart |\n| S-2 | P1 | Prices from the client | Cheap orders |\n\n';
const APPENDIX =
  '## Appendix: where it stands\n\n### Baskets in memory (`shop/app.py:7-8`)\n\n```python\nbaskets = {}\n```\n';

it('takes the place and the code of an appendix for the claim that it says again', () => {
  const [baskets, prices] = claimsOf(TABLE + APPENDIX);
  expect(baskets).toMatchObject({
    id: 'S-1',
    places: [{ path: 'shop/app.py', ranges: [{ first: 7, last: 8 }] }],
    quotes: [{ text: 'baskets = {}', role: 'now' }],
  });
  expect(prices?.places).toEqual([]);
});

it('gives no place to a claim that has little in common with the heading, nor to one of two alike', () => {
  const other = APPENDIX.replace('Baskets in memory', 'Memory of the sessions');
  expect(claimsOf(TABLE + other)[0]?.places).toEqual([]);
  const twice = TABLE.replace('Prices from the client', 'Baskets built in memory');
  expect(
    claimsOf(twice + APPENDIX)
      .slice(0, 2)
      .flatMap(({ places }) => places),
  ).toEqual([]);
});

it('keeps "(missing)" of a title that is a file and nothing else', () => {
  const text =
    '# Audit\n\n## Missing workflows\n\n#### `release.yml` (missing)\n\nShould build the image.\n\n#### `nightly.yml` (missing)\n\nShould test.\n';
  expect(claimsOf(text).map(({ title }) => title)).toEqual(['`release.yml` (missing)', '`nightly.yml` (missing)']);
});
