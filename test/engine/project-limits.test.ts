import { expect, it } from 'vitest';
import { scan } from '../../src/engine/index.ts';
import { defineProjectRule, type RegisteredRule } from '../../src/kit/index.ts';
import { MAX_COMMANDS } from '../../src/project/ci-runs.ts';
import { makeProject } from '../cli/run-cli.ts';
import { ruleDocs } from './rules.ts';
import { reportOf, requestFor } from './scan-repository.ts';

const queriesCi: RegisteredRule = {
  name: 'asks-for-ci',
  category: 'tests',
  rule: defineProjectRule({ docs: ruleDocs(), check: (project) => void project.ci }),
};

it('a limit that the project meets is a notice', async () => {
  const steps = '      - run: make\n'.repeat(MAX_COMMANDS + 1);
  const workflow = `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
  const root = makeProject({ '.github/workflows/ci.yml': workflow });
  const { notices } = reportOf(await scan(requestFor(root, [queriesCi])));
  expect(notices).toEqual([
    {
      kind: 'cut-short',
      path: '.github/workflows/ci.yml',
      line: MAX_COMMANDS + 6,
      message: `the workflows run more than ${MAX_COMMANDS} commands, and those from here on are not looked at`,
    },
  ]);
});
