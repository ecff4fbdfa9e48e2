import { describe, expect, it } from 'vitest';
import { emptySearchTested, searchStart } from '../../../../rules/errors/sentinel-reported-as-zero/smallest-search.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** What the last `if` of a text asks, with the line on which its search starts. */
async function tested(content: string): Promise<readonly unknown[] | undefined> {
  const { model } = await fixtureOf('app/search.py', `import math\nimport sys\nimport numpy as np\n${content}`);
  const last = nodesOf(model.source.module, 'If').at(-1);
  const test = last && emptySearchTested(last.test, model);
  const start = test && searchStart(test.name, model);
  return test && [test.name.id, test.holdsWhenEmpty, start && model.source.text.positionAt(start.start).line - 3];
}

const SEARCH = 'best = math.inf\nfor cost in costs:\n    best = min(best, cost)\n';

describe('emptySearchTested', () => {
  it.each([
    ['best == float("inf")', true],
    ['best >= np.inf', true],
    ['math.inf <= best', true],
    ['math.isinf(best)', true],
    ['not math.isfinite(best)', true],
    ['best < sys.maxsize', false],
    ['not best == math.inf', false],
    ['math.isfinite(best)', false],
  ])('%s', async (test, isEmpty) => {
    expect(await tested(`${SEARCH}if ${test}:\n    pass\n`)).toEqual(['best', isEmpty, 1]);
  });

  it.each([
    'best > 5',
    'best == limit',
    'best == other.inf',
    'isinf(best)',
    'best == float("nan")',
    'a < best < math.inf',
  ])('knows nothing of %s', async (test) => expect(await tested(`${SEARCH}if ${test}:\n    pass\n`)).toBeUndefined());
});

describe('searchStart', () => {
  it('takes a comparison that lowers', async () => {
    const search = 'best = float("inf")\nwhile costs:\n    if costs[0] < best:\n        best = costs.pop()\n';
    expect(await tested(`${search}if best == math.inf:\n    pass\n`)).toEqual(['best', true, 1]);
  });

  it.each([
    ['what is lowered once', 'best = math.inf\nbest = min(best, 3)\n'],
    ['what starts elsewhere', 'best = 9\nfor cost in costs:\n    best = min(best, cost)\n'],
    ['what is only set in a loop', 'best = math.inf\nfor cost in costs:\n    best = cost\n'],
  ])('is no search: %s', async (_, code) => {
    expect(await tested(`${code}if best == math.inf:\n    pass\n`)).toEqual(['best', true, undefined]);
  });
});
