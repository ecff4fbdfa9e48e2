import { describe, expect, it } from 'vitest';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { defineSourceRule } from '../../src/kit/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { printCall, ruleDocs } from './rules.ts';
import { places, scanRepository } from './scan-repository.ts';

/** It says something of each call, and goes down without end below one that is called `deep`. */
const endless: RegisteredRule = {
  name: 'endless',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    visit: {
      Call(call, ctx) {
        const down = (level: number): number => down(level + 1) + 1;
        if (ctx.text.slice(call).startsWith('deep')) down(0);
        ctx.report({ at: call, message: 'called' });
      },
    },
  }),
};

describe('a place that is nested too deep for a rule', () => {
  it('costs that rule that place, and one notice names rule, file and line', async () => {
    const root = makeRepository({ 'a.py': 'before()\ndeep()\nafter()\nprint(1)\n', 'b.py': 'calm()\n' });
    const report = await scanRepository(root, [endless, printCall()]);
    expect(places(report).sort()).toEqual([
      'a.py:1 endless',
      'a.py:3 endless',
      'a.py:4 endless',
      'a.py:4 print-call',
      'b.py:1 endless',
    ]);
    expect(report.notices).toEqual([
      {
        kind: 'too-deep',
        path: 'a.py',
        line: 2,
        message: 'nested too deep at line 2 for rule `endless`: skipped there, complete elsewhere',
      },
    ]);
  });

  it('is told once for all rules that stop at its line', async () => {
    const root = makeRepository({ 'a.py': 'deep()\n' });
    const report = await scanRepository(root, [endless, { ...endless, name: 'endless-too' }]);
    expect(report.notices.map(({ message }) => message)).toEqual([
      'nested too deep at line 1 for 2 rules: skipped there, complete elsewhere (`endless`, `endless-too`)',
    ]);
  });
});

describe('a chain that is longer than what is read', () => {
  it.each([
    ['operators', `x = a${' + a'.repeat(4_000)}\n`, 2],
    ['calls', `x = a${'.b()'.repeat(4_000)}\n`, 2],
    ['conditions', `if a:\n    f()\n${'elif a == 1:\n    f()\n'.repeat(4_000)}`, 2_002],
  ])('of %s is left out from its place, and what stands around it is read', async (_, chain, line) => {
    const root = makeRepository({ 'a.py': `print(0)\n${chain}print(1)\n` });
    const report = await scanRepository(root, [printCall()]);
    expect(report.findings.map(({ rule }) => rule)).toEqual(['print-call', 'print-call']);
    expect(report.notices.map(({ kind, line }) => [kind, line])).toEqual([['too-deep', line]]);
  });
});
