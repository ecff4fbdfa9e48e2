import { expect, it } from 'vitest';
import { findSides, scanBothSides } from '../../src/audit/index.ts';
import { scan } from '../../src/engine/index.ts';
import { defineSourceRule, type RegisteredRule } from '../../src/kit/index.ts';
import { printCall } from '../engine/rules.ts';
import { places, reportOf, requestFor } from '../engine/scan-repository.ts';
import { ENVIRONMENT, TestRepository } from '../git/git-fixture.ts';

it('maps unchanged files once, and asks the project on both sides', async () => {
  const mapped: string[] = [];
  const witness: RegisteredRule = {
    ...printCall({}, 'witness'),
    rule: defineSourceRule({ docs: printCall().rule.docs, visit: { Module: (_, ctx) => void mapped.push(ctx.path) } }),
  };
  const repository = TestRepository.with({ 'a.py': 'x = 1\n', 'b.py': 'print(1)\n', 'c.py': 'y = 1\n' });
  repository.git('mv', 'c.py', 'd.py');
  repository.write({ 'a.py': 'x = 2\nprint(2)\n', 'b.py': 'print(1)\n' });
  const sides = findSides({ kind: 'diff', base: 'main' }, repository.folder, ENVIRONMENT, '.');
  const request = requestFor(repository.folder, [witness, printCall()]);
  const report = await scanBothSides(request, sides, async (one) => reportOf(await scan(one)));
  expect(report && places(report)).toEqual(['a.py:2 print-call']);
  expect(report?.statistics).toMatchObject({ known: 1, findingsByRule: { 'print-call': 1 } });
  // The disk first, then what the base has and the disk has not.
  expect(mapped).toEqual(['a.py', 'b.py', 'd.py', 'a.py', 'c.py']);
});
