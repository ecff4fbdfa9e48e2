import { readdirSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { measuredText, missedText } from '../../../tools/measure/print-measured.ts';
import { lazy, peer, SmallMeasure } from './small-measure.ts';

const own = new SmallMeasure();
afterAll(() => own.remove());

const shop = own.clone('Ada/shop');
const commit = shop.commit({
  'shop.py': lazy('first') + lazy('second'),
  'notes/read.md': 'bare\n',
  'stock.py': 'x = 1\n',
});
const OPEN = 'expect rules id commit file line severity kind_exists claim';
const SEEDS = 'table id file line severity';
const PLANTED = 'expect rules id project file line severity claim';

beforeEach(() => {
  own.audits(['hndsr', 'ada/shop', commit, 'line_then'], ['ragchat', 'ada/shop', commit, 'line']);
  own.table(
    'tables/hndsr.tsv',
    'expect rules id file line line_then claim',
    ['fire', 'blind-except bare-except', 'H-1', 'shop.py', 90, 4, 'hides that it is lost'],
    ['fire', 'blind-except', 'H-2', 'stock.py', 1, 1, 'hides'],
    ['quiet', 'bare-except', 'H-3', 'stock.py', 1, 1, 'is fine'],
    ['quiet', 'bare-except', 'H-4', 'shop.py', 10, 10, 'is fine'],
    ['fire', 'bare-except', 'H-5', 'gone.py', 7, '-', 'hides'],
    ['-', '-', 'H-6', 'shop.py', '-', '-', 'is no matter for a tool'],
  );
  own.table(
    'tables/ragchat.tsv',
    OPEN,
    ['fire', '-', 'R-1', commit, 'shop.py', 10, 'P1', 'n', 'hides'],
    ['fire', '-', 'R-2', commit, 'stock.py', 1, 'P2', 'p', 'leaks'],
    ['fire', 'bare-except', 'R-3', commit, 'shop.py', 5, 'P0', 'y', 'hides'],
  );
  own.table(
    'tables/seeds-severity.tsv',
    SEEDS,
    ['hndsr', 'H-1', 'shop.py', 90, 'P2'],
    ['hndsr', 'H-2', 'stock.py', 1, 'P0'],
  );
  own.table('tables/planted.tsv', PLANTED, ['fire', 'bare-except', 'a1', 'till', 'app.py', 4, 'P1', 'hides']);
  own.write('planted/till/app.py', lazy('sell'));
});

describe('what is measured', () => {
  it('is recall by table, and of kinds that exist', async () => {
    const { recall, problems, remarks } = await own.measureAll();
    expect(problems).toEqual([]);
    expect(remarks).toEqual(['hndsr: 1 row about files that its commits do not hold']);
    expect(recall).toEqual([
      {
        name: `hndsr at ${commit}`,
        ...{ inDefault: { count: 1, of: 2 }, inStrict: { count: 1, of: 2 }, peers: [] },
        ...{ quietInDefault: { count: 1, of: 2 }, quietInStrict: { count: 1, of: 2 } },
      },
      expect.objectContaining({ name: `ragchat at ${commit}`, inDefault: { count: 2, of: 3 } }),
      expect.objectContaining({ name: `ragchat at ${commit}, kinds that exist`, inDefault: { count: 1, of: 2 } }),
      expect.objectContaining({ name: 'planted', inDefault: { count: 1, of: 1 } }),
    ]);
  });

  it('is severity, by the table of the seeds or by that of a row itself', async () => {
    const { severity } = await own.measureAll();
    // Every finding of this rule is P0.
    expect(severity.seeds).toMatchObject({ matched: { count: 1, of: 2 }, mean: -2 });
    expect(severity.others).toMatchObject({ matched: { count: 2, of: 3 }, mean: -0.5, gravest: { count: 1, of: 1 } });
  });

  it('is what is reported for each thousand lines, but of planted projects', async () => {
    const { density } = await own.measureAll();
    expect(density).toEqual([
      expect.objectContaining({ name: `hndsr at ${commit}`, lines: 13, reported: { P0: 2, P1: 0, P2: 0, P3: 0 } }),
    ]);
  });

  it('is what other programs say near the rows, of the Python files alone and once', async () => {
    let runs = 0;
    const ruff = peer('ruff 1', (root) => {
      runs++;
      expect(readdirSync(root).filter((name) => !name.endsWith('.py'))).toEqual([]);
      return [7, 7, 90].map((line) => ({ path: 'shop.py', line, check: 'E722' }));
    });
    await own.measureAll({ peers: [ruff] });
    const { recall } = await own.measureAll({ peers: [ruff] });
    expect(runs).toBe(2);
    expect(recall[0]?.peers).toEqual([{ name: 'ruff 1', near: { count: 1, of: 2 }, messages: 3 }]);
  });

  it('is printed with its targets, and rows that are not met with what strict says', async () => {
    const measured = await own.measureAll();
    const text = measuredText(measured);
    expect(text).toContain(`hndsr at ${commit}`);
    expect(text).toMatch(/^bare-except +reported$/m);
    expect(text).toMatch(/^hash-as-seed +not found$/m);
    expect(text).toMatch(/^recall by default, planted +100 % \(1 of 1\) +at least 85 % +met$/m);
    expect(text).toMatch(/^recall by default, tensafe at 0f57f5c +no rows +at least 95 % +MISSED$/m);
    expect(missedText('hndsr', measured.rows)).toBe(
      [
        'hndsr: 2 of 4 rows are not met by default',
        '  H-2 stock.py:1: blind-except: hides [nothing in strict]',
        '  H-4 shop.py:10: bare-except: is fine [must be quiet, default says bare-except P0]',
      ].join('\n'),
    );
  });
});

describe('a part of it', () => {
  it.each([
    ['all', ['Recall', 'The five', 'Severity', 'Findings', 'Targets']],
    ['recall', ['Recall', 'Targets']],
    ['severity', ['Severity', 'Targets']],
  ] as const)('%s', async (part, titles) => {
    const text = measuredText(await own.measureAll({ part }));
    expect(text.match(/^(?:Recall|The five|Severity|Findings|Targets)(?= |:|$)/gm)).toEqual(titles);
  });

  it('may be planted projects, for which no clone is needed', async () => {
    const { rows, targets, problems } = await own.measureAll({ part: 'planted', repositories: ['/nowhere'] });
    expect(rows.map(({ row }) => row.id)).toEqual(['a1']);
    expect(targets.map(({ name }) => name)).toEqual(['recall by default, planted']);
    expect(problems).toEqual([]);
  });
});

describe('what is not there', () => {
  it('is one sentence each, and the rest is scored', async () => {
    own.audits(
      ['hndsr', 'ada/shop', commit, 'line_then'],
      ['emm', 'ada/store', 'abc1234', 'line'],
      ['lost', 'ada/shop', '-', 'line'],
    );
    own.table('tables/emm.tsv', 'expect rules id file line claim', ['fire', 'bare-except', 'E-1', 'a.py', 1, 'hides']);
    own.table(
      'tables/planted.tsv',
      PLANTED,
      ['fire', 'bare-except', 'a1', 'till', 'app.py', 4, 'P1', 'hides'],
      ['fire', 'bare-except lost-rule', 'a2', 'nowhere', 'app.py', 4, 'P1', 'hides'],
      ['fire', 'lost-rule', 'a3', 'till', 'app.py', 4, 'P1', 'hides'],
      ['fire', 'bare-except', 'a4', 'till', 'app.py', 'x', 'P1', 'hides'],
    );
    const wish = { ...own.wish(), peers: [peer('bandit 1', () => failing('it lacks Python\nand more'))] };
    const { recall, problems, remarks } = await own.measureAll({
      ...wish,
      repositories: [...wish.repositories, '/nowhere'],
      libraries: { subjects: [], problems: ['rq 1.0 is not measured: no network'] },
    });
    expect(recall.map(({ name, inDefault }) => [name, inDefault])).toEqual([
      [`hndsr at ${commit}`, { count: 1, of: 2 }],
      ['planted', { count: 1, of: 1 }],
    ]);
    expect(remarks).toContain('planted.tsv:3: there is no rule `lost-rule`');
    expect(problems).toEqual([
      `\`${wish.tables}/lost.tsv\` cannot be read`,
      'planted.tsv:5: `x` is no line',
      'planted.tsv:4: there is no rule `lost-rule`',
      '`/nowhere` is no folder of repositories',
      '1 row not scored: no clone of `ada/store` is in a folder of --repositories',
      `1 row not scored: \`${wish.planted}/nowhere\` is not there`,
      'rq 1.0 is not measured: no network',
      `bandit 1 did not run on hndsr at ${commit}: it lacks Python`,
      'bandit 1 did not run on planted till: it lacks Python',
    ]);
  });

  it('may be a scan', async () => {
    const { recall, problems, examples } = await own.measureAll({
      scan: (jobs) => Promise.resolve(jobs.map(() => 'its process ended')),
    });
    expect([recall, examples]).toEqual([[], undefined]);
    expect(problems).toEqual([
      'examples was not scanned: its process ended',
      `hndsr at ${commit} was not scanned: its process ended`,
      'planted till was not scanned: its process ended',
    ]);
  });
});

function failing(reason: string): never {
  throw new Error(reason);
}
