import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { composeRepository } from './compose-repository.ts';
import { loadCorpus } from './corpus.ts';
import { judgeRepository } from './judge-repository.ts';
import { keptFailures } from './kept.ts';
import { reportErrors } from './report-errors.ts';

const corpus = loadCorpus();

async function failureOf(files: ReadonlyMap<string, Buffer>): Promise<string | undefined> {
  const judgement = await judgeRepository(files, rules);
  if (judgement.kind === 'failed') return judgement.failure;
  return reportErrors(judgement.json, judgement.sarif)[0];
}

describe('a repository of changed fixtures', () => {
  it.each([7_000_001, 7_000_002, 7_000_003, 7_000_004, 7_000_005, 7_000_006])('of seed %i is scanned', async (seed) => {
    const files = composeRepository(seed, corpus);
    expect(composeRepository(seed, corpus)).toEqual(files);
    expect(await failureOf(files)).toBeUndefined();
  });

  it.each(keptFailures())('that failed once is scanned: $name', async ({ files }) => {
    expect(await failureOf(files)).toBeUndefined();
  });
});

it('a rule that fails is seen', async () => {
  const [first] = rules.filter(({ rule }) => rule.type === 'project');
  if (first?.rule.type !== 'project') throw new Error('there are rules about the project');
  const { rule } = first;
  const files = new Map([['app.py', Buffer.from('print(1)\n')]]);
  const failing = {
    ...first,
    rule: {
      ...rule,
      check: () => {
        throw new Error('broken');
      },
    },
  };
  expect(await judgeRepository(files, [failing])).toMatchObject({
    kind: 'failed',
    failure: expect.stringContaining('broken'),
  });
});
