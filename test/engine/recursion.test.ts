import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { scan } from '../../src/engine/index.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { strictOptions } from '../../tools/strict-options.ts';

it('functions, classes and names that lead to themselves end no rule early', async () => {
  const root = join(projectRoot, 'fixtures/engine/recursion');
  const options = strictOptions(rules, '2026-11-20');
  const outcome = await scan({ root, paths: [], exclude: [], respectsGitIgnore: false, rules, options });
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  expect(outcome.report.notices).toEqual([]);
  expect(outcome.report.findings.length).toBeGreaterThan(20);
});
