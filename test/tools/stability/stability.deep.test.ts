import { expect, it } from 'vitest';
import { defineSourceRule, type RegisteredRule } from '../../../src/kit/index.ts';
import { addSteps } from '../../../tools/stability/compare-step.ts';
import { scanHistory } from '../../../tools/stability/scan-history.ts';
import { stabilityLines } from '../../../tools/stability/stability-lines.ts';
import { duplicateFunction, printCall } from '../../engine/rules.ts';
import { TestRepository } from '../../git/git-fixture.ts';

/** A rule whose finding is about the line number as well, which its code tells: what a fingerprint must not be made of. */
const numbered: RegisteredRule = {
  ...printCall({}, 'numbered'),
  rule: defineSourceRule({
    docs: printCall().rule.docs,
    visit: {
      Call(call, ctx) {
        ctx.report({ at: call, message: `call on line ${ctx.text.lineAt(call.start)}`, hidesCode: true });
      },
    },
  }),
};

async function measure(repository: TestRepository, rules: readonly RegisteredRule[]) {
  const steps = [];
  for await (const { step } of scanHistory(repository.folder, 'HEAD', 200, rules)) steps.push(step);
  return { steps, sum: addSteps(steps) };
}

function movingRepository(): TestRepository {
  const twice = 'def load():\n    print(1)\n    print(1)\n';
  const repository = TestRepository.with({ 'a.py': twice, 'b.py': 'def load():\n    return 1\n' });
  repository.commit({ 'a.py': `import os\n\n\n${twice}` });
  repository.git('mv', 'a.py', 'pkg.py');
  repository.commit({ 'c.py': 'x = 1\n' });
  // The scope changes with the name of the function, the line does not.
  repository.commit({ 'pkg.py': 'import os\n\n\ndef fetch():\n    print(1)\n    print(1)\n' });
  return repository.commit({ 'pkg.py': 'import os\n\n\ndef fetch():\n    print(2)\n    print(1)\n' });
}

it('counts constructs that did not change, over moved lines and renamed files', async () => {
  const { steps, sum } = await measure(movingRepository(), [printCall(), duplicateFunction]);
  expect(steps.map(({ constructs, kept, touched }) => [constructs, kept, touched])).toEqual([
    // Two calls and a function in two files.
    [4, 4, 3],
    [4, 4, 3],
    [0, 0, 0],
    [1, 1, 1],
  ]);
  expect(sum).toMatchObject({ constructs: 9, kept: 9, losses: [] });
  // The second of two equal calls became the first.
  expect(sum.keptWhole).toBe(8);
});

it('tells which were lost, by rule', async () => {
  const { steps, sum } = await measure(movingRepository(), [printCall(), numbered]);
  expect(sum.losses.map(({ rule, place }) => `${rule} ${place}`)).toEqual(['numbered a.py:2', 'numbered a.py:3']);
  expect(stabilityLines(sum, steps, 1).join('\n')).toContain('     2  numbered');
});
