import { expect, it } from 'vitest';
import { budgetsText, exceeded, medianOf, readBudgets, sharesOf } from '../../../tools/bench/budgets.ts';

const part = (name: string, milliseconds: number) => ({ name, milliseconds, megabytes: 1 });

it('shares are against parsing, and small parts are summed up by kind', () => {
  const shares = sharesOf({
    phases: [
      ['facts', 300],
      ['parse', 200],
    ],
    parts: [
      part('facts unchecked-none', 50),
      part('facts bare-except', 4),
      part('facts star-import', 2),
      part('rule a', 1),
    ],
  });
  expect([...shares]).toEqual([
    ['phase facts', 150],
    ['phase parse', 100],
    ['facts unchecked-none', 25],
    ['facts, the rest', 3],
    ['rule, the rest', 0.5],
  ]);
  expect(() => sharesOf({ phases: [], parts: [] })).toThrow('nothing was parsed');
});

it('of several runs the middle one counts, part by part', () => {
  const runs = [
    new Map([['phase facts', 90]]),
    new Map([['phase facts', 400]]),
    new Map([
      ['phase facts', 100],
      ['rule a', 9],
    ]),
  ];
  expect([...medianOf(runs)]).toEqual([
    ['phase facts', 100],
    ['rule a', 0],
  ]);
});

it('budgets are written rounded up, sorted, and read back', () => {
  const text = budgetsText(
    new Map([
      ['rule b', 7.2],
      ['facts a', 12],
      ['rule, the rest', 0.4],
    ]),
  );
  expect(text).toBe('part\tpercent of parsing\nfacts a\t12\nrule b\t8\n');
  expect([...readBudgets(text)]).toEqual([
    ['facts a', 12],
    ['rule b', 8],
  ]);
  expect(() => readBudgets('part\tpercent of parsing\nrule b\n')).toThrow('line 2: `rule b` is no budget');
});

it('a part fails that costs half more than its budget, or that is new and large', () => {
  const budgets = new Map([['facts a', 10]]);
  expect(
    exceeded(
      new Map([
        ['facts a', 15],
        ['rule b', 6],
      ]),
      budgets,
    ),
  ).toEqual([]);
  expect(
    exceeded(
      new Map([
        ['facts a', 15.1],
        ['rule b', 6.1],
      ]),
      budgets,
    ),
  ).toEqual([
    'facts a takes 15 % of the time of parsing; its budget is 10 %',
    'rule b takes 6 % of the time of parsing; its budget is 4 %',
  ]);
});
