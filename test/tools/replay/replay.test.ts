import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ForeignHistory } from '../../../tools/git/foreign-history.ts';
import { projectRoot } from '../../../tools/project-root.ts';
import type { JudgedRow } from '../../../tools/replay/judge.ts';
import { missLines, recallTable, replayTable, unknownLines } from '../../../tools/replay/print-replay.ts';
import { countRecall, isEnough, isFailure } from '../../../tools/replay/recall.ts';
import { replay } from '../../../tools/replay/replay.ts';
import { type ReplayRow, readReplayTable } from '../../../tools/replay/row.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallHistory } from '../git/small-history.ts';

const repository = new SmallHistory();
const cache = mkdtempSync(join(tmpdir(), 'auditlint-replay-'));
afterAll(() => {
  repository.remove();
  rmSync(cache, { recursive: true });
});

const lazy = (name: string): string =>
  `def ${name}(order):\n    try:\n        order.save()\n    except:\n        pass\n\n\n`;
const named = (name: string): string =>
  `def ${name}(order):\n    try:\n        order.save()\n    except OSError as error:\n        raise Lost(order) from error\n\n\n`;
const padding = Array.from({ length: 20 }, (_, index) => `SIZE_${index} = ${index}\n`).join('');
// `first` stands at line 4, `second` at 11, `third` at 18 of shop.py.
const audited = repository.commit({
  'shop.py': lazy('first') + lazy('second') + lazy('third') + padding,
  'stock.py': lazy('count'),
});
const later = repository.commit({
  'shop.py': undefined,
  'src/shop.py': `"""The shop."""\n\n${lazy('first')}${named('second')}${lazy('third')}${padding}`,
  'stock.py': undefined,
});

function row(line: number, changed: Partial<ReplayRow> = {}): ReplayRow {
  const place = { id: `A-${line}`, rule: 'bare-except', path: 'shop.py', line, commit: audited, later } as const;
  return { ...place, expect: 'fire', expectLater: 'quiet', ...changed };
}

const history = new ForeignHistory(repository.root, cache);
const judge = (...rows: readonly ReplayRow[]): Promise<JudgedRow[]> =>
  replay(rows, ONLY_BARE_EXCEPT, history, '2026-11-20');
const brief = ({ fires, firesLater, isRight, isRightLater }: JudgedRow) => ({
  fires,
  firesLater,
  isRight,
  isRightLater,
});

describe('a replayed row', () => {
  it('fires within three lines, each line by a finding of its own', async () => {
    const judged = await judge(row(11), row(14, { id: 'A-near' }), row(15, { id: 'A-far', expectLater: 'fire' }));
    expect(judged.map(brief)).toEqual([
      { fires: [11], firesLater: [], isRight: true, isRightLater: true },
      // The finding at 11 stands for the row of 11.
      { fires: [], firesLater: [], isRight: false, isRightLater: true },
      { fires: [18], firesLater: [20], isRight: true, isRightLater: true },
    ]);
  });

  it('of the same place in two audits is one finding', async () => {
    const judged = await judge(row(11), row(11, { id: 'B-1' }));
    expect(judged.map(({ fires }) => fires)).toEqual([[11], [11]]);
  });

  it('that nothing mended still fires where its line went', async () => {
    const [mended, unmended] = await judge(row(4), row(18, { expectLater: 'fire' }));
    expect(mended && brief(mended)).toEqual({ fires: [4], firesLater: [6], isRight: true, isRightLater: false });
    expect(unmended && brief(unmended)).toEqual({ fires: [18], firesLater: [20], isRight: true, isRightLater: true });
  });

  it('of a file that is gone is silent', async () => {
    const [mended, kept] = await judge(row(4, { path: 'stock.py' }), row(4, { path: 'stock.py', expectLater: 'fire' }));
    expect(mended?.isRightLater).toBe(true);
    expect(kept?.isRightLater).toBe(false);
  });

  it('that must be quiet fails when it fires', async () => {
    const [loud, quiet] = await judge(row(11, { expect: 'quiet' }), row(30, { expect: 'quiet' }));
    expect([loud, quiet].map((one) => one && isFailure(one))).toEqual([true, false]);
  });
});

describe('a replay', () => {
  it('counts what fires by category, and names what does not', async () => {
    const judged = await judge(row(4, { expectLater: 'fire' }), row(11), row(30, { id: 'A-lost' }));
    const recalls = countRecall(judged, () => 'errors');
    expect(recalls).toEqual([
      { category: 'errors', fired: 2, rows: 3 },
      { category: 'overall', fired: 2, rows: 3 },
    ]);
    expect(recalls.every(isEnough)).toBe(false);
    expect(judged.map(isFailure)).toEqual([false, false, false]);
    expect(missLines(judged)).toEqual([`A-lost shop.py:30: bare-except is silent at ${audited}, should fire`]);
    expect(recallTable(recalls)).toContain('2 of 3  67 %  MISSED (90 %)');
    expect(replayTable(judged)).toMatch(/A-11 +bare-except +shop\.py:11 +\w+ +fires at 11 +\w+ +silent$/m);
    expect(unknownLines([row(4), row(11)])).toEqual(['bare-except: A-4, A-11']);
  });
});

describe('the table', () => {
  const file = join(cache, 'table.tsv');
  const header = 'id\trule\tpath\tline\tcommit\texpect\tlater\texpectLater';

  it('of the audited repository can be read', () => {
    const rows = readReplayTable(join(projectRoot, 'test/replay/tensafe.tsv'));
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ expect: wanted }) => wanted === 'quiet').length).toBeGreaterThan(3);
  });

  it.each([
    ['A\tbare-except\tshop.py\t4\tabc1234\tfire\tabc1234', 'table.tsv:2: a column is missing'],
    ['A\tbare-except\tshop.py\tx\tabc1234\tfire\tabc1234\tquiet', 'table.tsv:2: `x` is no line'],
    ['A\tbare-except\tshop.py\t4\tabc1234\tmaybe\tabc1234\tquiet', '`maybe` is neither fire nor quiet'],
  ])('says what is wrong with %j', (line, problem) => {
    writeFileSync(file, `${header}\n${line}\n`);
    expect(() => readReplayTable(file)).toThrow(problem);
  });

  it('needs its columns', () => {
    writeFileSync(file, 'id\n');
    expect(() => readReplayTable(file)).toThrow('the columns are not id, rule');
  });
});
