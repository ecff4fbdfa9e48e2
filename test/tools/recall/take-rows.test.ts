import { afterAll, describe, expect, it } from 'vitest';
import { readMinedTable } from '../../../tools/recall/mined-row.ts';
import { type TakenRows, takeRows } from '../../../tools/recall/take-rows.ts';
import { MINED_HEADER, SmallRecall } from './small-recall.ts';

const own = new SmallRecall();
afterAll(() => own.remove());
own.audits(['store-audit', 'ada/store', 'abc1234', 'line']);
const shop = own.clone('ada/shop');
own.clone('ada/store');
const before = shop.commit({ 'shop.py': 'try:\n    load()\nexcept:\n    pass\n', 'stock.py': 'count = 0\n' });
const after = shop.commit({ 'shop.py': 'load()\n' });

const row = (rule: string, path: string, line: number, repository = 'ada/shop') =>
  [rule, repository, before, after, path, line, 'Load it', 'the handler hides it'] as const;

function take(...rows: readonly (readonly (string | number)[])[]): TakenRows {
  const file = own.table('mined.tsv', `rule ${MINED_HEADER}`, ...rows);
  return takeRows({ project: own.root, file, clones: own.clones(), knownRules: new Set(['bare-except', 'race']) });
}

describe('taking rows in', () => {
  it('puts each into the table of its rule, once, with the whole names of its commits', () => {
    const rows = [row('bare-except', 'stock.py', 1), row('race', 'shop.py', 2), row('bare-except', 'shop.py', 3)];
    expect(take(...rows, row('race', 'shop.py', 3))).toEqual({ taken: 3, known: 1, problems: [] });
    expect(take(...rows)).toEqual({ taken: 0, known: 3, problems: [] });
    const full = [before, after].map((commit) => shop.git('rev-parse', commit).trim());
    expect(own.read('measurements/recall/bare-except.tsv')).toBe(
      [
        MINED_HEADER.replaceAll(' ', '\t'),
        `ada/shop\t${full.join('\t')}\tshop.py\t3\tLoad it\tthe handler hides it`,
        `ada/shop\t${full.join('\t')}\tstock.py\t1\tLoad it\tthe handler hides it\n`,
      ].join('\n'),
    );
    const { rows: read, problems } = readMinedTable(`${own.root}/measurements/recall/race.tsv`, 'race');
    expect({ lines: read.map(({ line }) => line), problems }).toEqual({ lines: [2], problems: [] });
  });

  it('leaves out what nobody could judge, and says why', () => {
    const { taken, problems } = take(
      row('lost-rule', 'shop.py', 1),
      row('race', 'lost.py', 1),
      row('race', 'shop.py', 5),
      row('race', 'shop.py', 1, 'ada/store'),
      row('race', 'shop.py', 1, 'ada/nowhere'),
      ['race', 'ada/shop', before, after, 'shop.py', 1, 'Load it', ''],
    );
    expect(taken).toBe(0);
    expect(problems).toEqual([
      'mined.tsv:7: `why` is empty',
      'mined.tsv:2: there is no rule `lost-rule`',
      `mined.tsv:3: \`lost.py\` is not in ${shop.git('rev-parse', before).slice(0, 12)}`,
      'mined.tsv:4: `shop.py` has 4 lines, not 5',
      'mined.tsv:5: `ada/store` was audited, and is measured by that',
      'mined.tsv:6: no clone of `ada/nowhere` is here',
    ]);
  });

  it('touches no table that cannot be read', () => {
    own.write('measurements/recall/race.tsv', 'a line that somebody is writing\n');
    expect(() => take(row('race', 'stock.py', 1))).toThrow(
      'measurements/recall/race.tsv:1: the column `repository` is missing',
    );
    expect(own.read('measurements/recall/race.tsv')).toBe('a line that somebody is writing\n');
  });
});
