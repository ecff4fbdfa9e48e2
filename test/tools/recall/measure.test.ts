import { afterAll, describe, expect, it } from 'vitest';
import type { AuditRow } from '../../../tools/recall/audited-table.ts';
import type { CheckedRow } from '../../../tools/recall/check-rows.ts';
import { judgeAudit } from '../../../tools/recall/judge-rows.ts';
import { type Part, partOf } from '../../../tools/recall/mined-row.ts';
import { recallText } from '../../../tools/recall/print-recall.ts';
import type { SeenFinding } from '../../../tools/recall/scan-job.ts';
import type { JobOutcome } from '../../../tools/recall/scan-pool.ts';
import { AUDIT_HEADER, SmallRecall, scanHere } from './small-recall.ts';

const own = new SmallRecall();
afterAll(() => own.remove());

const lazy = (name: string): string =>
  `def ${name}(order):\n    try:\n        order.save()\n    except:\n        pass\n\n\n`;
const named = (name: string): string =>
  `def ${name}(order):\n    try:\n        order.save()\n    except OSError as error:\n        raise Lost(order) from error\n\n\n`;

const shop = own.clone('Ada/shop');
// `first` stands at line 4, `second` at 11 of shop.py.
const before = shop.commit({ 'shop.py': lazy('first') + lazy('second'), 'stock.py': lazy('count') });
const after = shop.commit({
  'shop.py': undefined,
  'src/shop.py': `"""The shop."""\n\n${named('first')}${lazy('second')}`,
  'stock.py': undefined,
});
const minedRow = (path: string, line: number | string, from = before, to = after) =>
  ['ada/shop', from, to, path, line, 'Keep the order', 'the handler hides that it is lost'] as const;

describe('a mined row', () => {
  it('fires before its mend and is silent after it, wherever the place has gone', async () => {
    own.mined('bare-except', minedRow('shop.py', 3), minedRow('shop.py', 11), minedRow('stock.py', 4));
    const { mined, problems } = await own.measure();
    expect(problems).toEqual([]);
    expect(
      mined.map(({ row, firesInDefault, firesInStrict, isSilentAfter }) => [
        ...[row.path, row.line, firesInDefault, firesInStrict, isSilentAfter],
      ]),
    ).toEqual([
      ['shop.py', 3, true, true, true],
      // Nobody mended it: it stands in another file now.
      ['shop.py', 11, true, true, false],
      ['stock.py', 4, true, true, true],
    ]);
  });

  it('may be silent in both profiles', async () => {
    own.mined('bare-except', minedRow('shop.py', 7), minedRow('shop.py', 4));
    const { mined } = await own.measure({}, scanHere());
    expect(mined.map(({ firesInDefault, firesInStrict }) => [firesInDefault, firesInStrict])).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it('is kept or set aside by the name of its repository', () => {
    const names = Array.from({ length: 300 }, (_, index) => `ada/shop${index}`);
    const aside = names.filter((name) => partOf(name) === 'aside').length;
    expect(aside).toBeGreaterThan(70);
    expect(aside).toBeLessThan(130);
    expect(partOf('Ada/Shop')).toBe(partOf('ada/shop'));
    own.mined('bare-except', minedRow('shop.py', 4));
    const part = partOf('ada/shop');
    expect(own.select({ parts: [part] }).rows).toHaveLength(1);
    expect(own.select({ parts: [part === 'kept' ? 'aside' : 'kept'] }).rows).toEqual([]);
  });

  it('is counted and not named where it is set aside', async () => {
    own.mined('bare-except', minedRow('shop.py', 11));
    const recall = await own.measure();
    const named = (part: Part): string => {
      const repository =
        Array.from({ length: 300 }, (_, index) => `ada/shop${index}`).find((each) => partOf(each) === part) ?? '';
      return recallText({
        ...recall,
        mined: recall.mined.map((each) => ({ ...each, row: { ...each.row, repository } })),
      });
    };
    expect(named('kept')).toMatch(/Fires after the mend, too \(1\):\n {2}ada\/shop\d+@\w+ shop\.py:11/);
    expect(named('aside')).toMatch(/^mined, set aside +1 /m);
    expect(named('aside')).not.toContain('shop.py');
  });

  it('is left out when other rules are selected', () => {
    own.mined('bare-except', minedRow('shop.py', 4));
    expect(own.select({ select: ['blind-except'] }).rows).toEqual([]);
    expect(own.select({ select: ['bare-except'] }).rows).toHaveLength(1);
  });
});

describe('an audited row', () => {
  const auditRow = (expected: string, rules: string, id: string, file: string, line: number | string) =>
    [expected, rules, id, file, line, 'loses orders'] as const;

  it('is met by any of its rules; one that must be quiet is told when it is not', async () => {
    own.mined('bare-except');
    own.audits(['shop-audit', 'Ada/shop', before, 'line']);
    const table = own.table(
      'shop-audit.tsv',
      AUDIT_HEADER,
      auditRow('fire', 'blind-except bare-except', 'S-1', 'shop.py', 5),
      auditRow('fire', 'blind-except', 'S-2', 'stock.py', 4),
      auditRow('quiet', 'bare-except', 'S-3', 'shop.py', 11),
      auditRow('-', '-', 'S-4', 'shop.py', '-'),
    );
    const recall = await own.measure({ tables: [table] });
    expect(recall.audits.map(({ row, firesInStrict }) => [row.id, firesInStrict])).toEqual([
      ['S-1', true],
      ['S-2', false],
      ['S-3', true],
    ]);
    const text = recallText(recall);
    expect(text).toMatch(/^shop-audit +2 +50 % \(1 of 2\) +9–91 % .* 0 % \(0 of 1\)/m);
    expect(text).toContain('Silent in both profiles (1):\n  shop-audit S-2 stock.py:4: blind-except: loses orders');
    expect(text).toContain('Must be quiet and fires (1):\n  shop-audit S-3 shop.py:11: bare-except: loses orders');
  });

  it('is met by what a finding elsewhere shows there', () => {
    const row: AuditRow = {
      ...{ kind: 'audit', place: 'a.tsv:2', table: 'a', id: 'A-1', rules: ['race'], repository: 'ada/shop' },
      ...{ commit: before, path: 'shop.py', line: 4, expect: 'fire', claim: 'loses orders' },
    };
    const history = own.clones().find('ada/shop');
    if (history === undefined) throw new Error('the clone is gone');
    const checked: CheckedRow<AuditRow> = { row, history, commit: before, later: undefined };
    const finding = (line: number, rule = 'race') => ({
      ...{ rule, rank: 'P2 type-from-name', severity: 'P2' as const, location: { path: 'stock.py', line: 4 } },
      related: [{ path: 'shop.py', line }],
    });
    const seen = (...strict: readonly SeenFinding[]) => ({
      after: undefined,
      before: { commit: 'abc1234', default: [], strict, failures: [] },
    });
    expect(judgeAudit(checked, seen(finding(7)))).toMatchObject({ firesInStrict: true, rank: 'P2 type-from-name' });
    expect(judgeAudit(checked, seen(finding(8), finding(4, 'leak'))).firesInStrict).toBe(false);
  });

  it('may name its commit itself', async () => {
    own.audits(['shop-audit', 'ada/shop', '-', 'line']);
    const table = own.write(
      'shop-audit.tsv',
      `expect\trules\tid\tcommit\tfile\tline\tclaim\nfire\tbare-except\tS-1\t${after}\tsrc/shop.py\t13\tloses orders\n`,
    );
    const { audits, problems } = await own.measure({ tables: [table] });
    expect(problems).toEqual([]);
    expect(audits.map(({ firesInDefault }) => firesInDefault)).toEqual([true]);
  });

  it('is about the first commit for which it has a line', async () => {
    own.audits(['shop-audit', 'ada/shop', after, 'line_now'], ['shop-audit', 'ada/shop', before, 'line']);
    const table = own.table(
      'shop-audit.tsv',
      `${AUDIT_HEADER} line_now`,
      [...auditRow('fire', 'bare-except', 'S-1', 'src/shop.py', 4), 13],
      [...auditRow('fire', 'bare-except', 'S-2', 'shop.py', 4), '-'],
      [...auditRow('fire', 'bare-except', 'S-3', 'shop.py', '-'), '-'],
    );
    const { audits, problems } = await own.measure({ tables: [table] });
    expect(audits.map(({ row, firesInStrict }) => [row.id, row.line, firesInStrict])).toEqual([
      ['S-1', 13, true],
      ['S-2', 4, true],
    ]);
    expect(problems).toContain('shop-audit.tsv:4: it has no line');
  });
});

describe('what is wrong with a table', () => {
  it('is one sentence each, and the rest is scored', async () => {
    own.mined('bare-except', minedRow('shop.py', 4));
    own.table(
      'measurements/recall/bare-except.tsv',
      'repository before after path line message why',
      minedRow('shop.py', 4),
      minedRow('shop.py', 4, 'abcdef0123'),
      minedRow('lost.py', 4),
      minedRow('shop.py', 400),
      minedRow('shop.py', 'x'),
      minedRow('shop.py', 4, before, before),
      minedRow('shop.py', 4, 'HEAD'),
      minedRow('notes.ipynb', 4),
      ['ada/shop', before, after, 'shop.py', 4, 'Keep the order'],
      ['shop', before, after, 'shop.py', 4, 'Keep the order', 'it hides'],
    );
    own.mined('lost-rule', minedRow('shop.py', 4));
    own.audits(['shop-audit', 'ada/shop', before, 'line']);
    const audit = own.table(
      'shop-audit.tsv',
      AUDIT_HEADER,
      ['fire', 'bare-except lost-rule', 'S-1', 'shop.py', 4, 'loses orders'],
      ['fire', 'lost-rule', 'S-2', 'shop.py', 4, 'loses orders'],
      ['maybe', 'bare-except', 'S-3', 'shop.py', 4, 'loses orders'],
    );
    const other = own.table('other.tsv', AUDIT_HEADER);
    const broken = own.write('broken/shop-audit.tsv', 'expect\trules\n');
    const recall = await own.measure({ tables: [audit, other, broken, '/nowhere/shop-audit.tsv'] });
    expect([recall.mined.length, recall.audits.length]).toEqual([1, 1]);
    const short = (await own.measure()).problems;
    expect(short).toContain('measurements/recall/bare-except.tsv:3: the repository holds no commit `abcdef0123`');
    expect(recall.problems.toSorted()).toEqual(
      [
        'shop-audit.tsv:2: there is no rule `lost-rule`',
        'shop-audit.tsv:3: there is no rule `lost-rule`',
        'shop-audit.tsv:4: `maybe` is neither fire nor quiet',
        `\`${other}\`: audits.tsv does not say which repository \`other\` is about`,
        'shop-audit.tsv:1: the column `id` is missing',
        '`/nowhere/shop-audit.tsv` cannot be read',
        'measurements/recall/bare-except.tsv:3: the repository holds no commit `abcdef0123`',
        `measurements/recall/bare-except.tsv:4: \`lost.py\` is not in ${shop.git('rev-parse', before).slice(0, 12)}`,
        'measurements/recall/bare-except.tsv:5: `shop.py` has 14 lines, not 400',
        'measurements/recall/bare-except.tsv:6: `x` is no line',
        'measurements/recall/bare-except.tsv:7: it is the same commit before and after',
        'measurements/recall/bare-except.tsv:8: `HEAD` is no hash of a commit',
        'measurements/recall/bare-except.tsv:9: `notes.ipynb` is a notebook, whose lines count from its cells',
        'measurements/recall/bare-except.tsv:10: 6 columns, the header has 7',
        'measurements/recall/bare-except.tsv:11: `shop` is no `owner/name`',
        'measurements/recall/lost-rule.tsv: there is no rule `lost-rule`',
      ].toSorted(),
    );
  });

  it('is not that nobody has cloned a repository, or that a scan failed', async () => {
    own.write('measurements/recall/lost-rule.tsv', 'repository\n');
    own.mined('bare-except', minedRow('shop.py', 4), ['ada/store', before, after, 'shop.py', 4, 'Keep', 'it hides']);
    const failing = (jobs: readonly unknown[]): Promise<JobOutcome[]> =>
      Promise.resolve(jobs.map(() => 'the scan ended'));
    const { mined, unscored, problems } = await own.measure(
      { knownRules: new Set(['bare-except', 'lost-rule']) },
      failing,
    );
    expect(mined).toEqual([]);
    expect(unscored).toEqual(['`ada/store`: 1 row not scored, no clone of it is here']);
    expect(problems).toEqual([
      'measurements/recall/lost-rule.tsv:1: the column `before` is missing',
      `\`ada/shop\` at ${shop.git('rev-parse', before).slice(0, 12)}: 1 row not scored, the scan ended`,
    ]);
  });
});
