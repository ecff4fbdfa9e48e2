import { describe, expect, it } from 'vitest';
import { type Compared, compareLines, compareParts } from '../../../tools/golden/compare.ts';
import { type Figure, figureOf, sortedLines } from '../../../tools/golden/figure.ts';
import { advice, changesTable, changesText, verdictOf } from '../../../tools/golden/print-comparison.ts';
import { tableOf } from '../../../tools/golden/table.ts';

const line = (place: string, severity = 'P1', rule = 'leak'): string => `${rule}\t${place}\t${severity}`;
const [first, second, third] = [
  line('flask:a.py\t1:1-1:5'),
  line('flask:a.py\t9:1-9:5'),
  line('rq:b.py\t2:1-2:5'),
] as const;

describe('lines', () => {
  it('have the same hash in whichever order they came', () => {
    const [one, other] = [
      [third, first, second],
      [second, third, first],
    ].map((lines) => figureOf(sortedLines(lines)));
    expect(one).toEqual(other);
    expect(one?.findings).toBe(3);
    expect(figureOf([first])).not.toEqual(figureOf([second]));
  });

  it('that begin at one place are one that changed', () => {
    const graver = line('flask:a.py\t1:1-1:8', 'P0');
    expect(compareLines([first, second], [graver, third])).toEqual([
      { kind: 'changed', before: first, after: graver },
      { kind: 'removed', before: second },
      { kind: 'added', after: third },
    ]);
    expect(compareLines([first, second], [first, second])).toEqual([]);
  });

  it('are counted where several are equal', () => {
    expect(compareLines([first], [first, first])).toEqual([{ kind: 'added', after: first }]);
    expect(compareLines([first, first], [first])).toEqual([{ kind: 'removed', before: first }]);
  });
});

describe('what was scanned', () => {
  const before = [first, second, third];
  const stored = tableOf(['leak', 'race'], (part, rule) => (rule === 'leak' && part === 'packages' ? before : []));
  const compare = (lines: readonly string[], changed: Partial<Compared> = {}, done?: readonly string[]) => {
    const part = { lines: new Map([['leak', sortedLines(lines)]]), repositories: 2, done: done ?? ['flask', 'rq'] };
    const parts = new Map([['packages', { ...part, isWhole: done === undefined }]] as const);
    const linesOf = (figure: Figure) => (figure.findings === 0 ? [] : before);
    return compareParts({ stored, ruleNames: ['leak', 'race'], parts, linesOf, ...changed });
  };
  const elsewhere = { linesOf: ({ findings }: Figure) => (findings === 0 ? [] : undefined) };

  it('is as stored where all hashes are, also without the lines behind them', () => {
    const comparison = compare([third, first, second], elsewhere);
    expect(comparison).toEqual({ changes: [], unknown: [] });
    expect(verdictOf(comparison, true)).toBe('as stored');
    expect(verdictOf(comparison, false)).not.toContain('as stored');
    expect(advice(comparison, false)).toEqual([]);
  });

  it('is told by rule, in numbers and lines', () => {
    const comparison = compare([first, third, line('rq:b.py\t4:1-4:5')]);
    expect(verdictOf(comparison, true)).toBe('1 rule changed');
    expect(changesTable(comparison.changes)).toBe('leak  packages  1 added  1 removed  0 changed');
    expect(changesText(comparison.changes)).toBe(
      'leak, packages:\n  - flask:a.py | 9:1-9:5 | P1\n  + rq:b.py | 4:1-4:5 | P1\n',
    );
    expect(advice(comparison, false).join(' ')).toMatch(/--diff.*--write/);
  });

  it('differs by its numbers alone where the stored lines are not here', () => {
    const comparison = compare([first], elsewhere);
    expect(changesTable(comparison.changes)).toBe('leak  packages  differs: 3 before, 1 now');
    expect(changesText(comparison.changes)).toBe('');
    expect(advice(comparison, true)[0]).toContain('--at REV');
  });

  it('names rules that are new and gone, even those that find nothing', () => {
    const { changes } = compare(before, { ruleNames: ['leak', 'stall'] });
    expect(changesTable(changes)).toBe(
      'race (gone)  packages  0 added  0 removed  0 changed\nstall (new)  packages  0 added  0 removed  0 changed',
    );
  });

  it('is compared with the stored lines of the same repositories, where it is a part', () => {
    expect(compare([third], {}, ['rq'])).toEqual({ changes: [], unknown: [] });
    expect(compare([], {}, ['rq']).changes).toMatchObject([{ lines: [{ kind: 'removed', before: third }] }]);
    const unknown = compare([third], elsewhere, ['rq']);
    expect(unknown).toEqual({ changes: [], unknown: ['leak'] });
    expect(verdictOf(unknown, true)).toBe('1 rule could not be compared');
  });
});
