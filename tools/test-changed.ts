/**
 * `npm run test:changed [-- --base REF]`: types, and the tests of what differs from main (or REF): the fixtures of a changed rule, as they are
 * and changed in spelling, and the tests of a changed layer. Names the parts of the deep suite that the change touches. Exit code 1
 * where something failed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from './changed/changed-files.ts';
import { readRuleGraph } from './changed/rule-graph.ts';
import { runPlan } from './changed/run-plan.ts';
import { planTests } from './changed/test-plan.ts';
import { readOptions, runCommand, usageOf } from './command-line.ts';
import { DEEP_PARTS } from './deep/parts.ts';
import { findRuleFiles } from './generate/rule-files.ts';
import { projectRoot } from './project-root.ts';

const usage = usageOf('npm run test:changed [-- --base REF]');

await runCommand(async () => {
  const { values, positionals } = readOptions(process.argv.slice(2), { base: { type: 'string' } }, usage);
  if (positionals.length > 0) throw usage(`\`${positionals[0]}\` is no option`);
  const changed = changedFiles(projectRoot, values.base);
  if (changed.length === 0) {
    console.log('nothing differs from main');
    return;
  }
  const plan = planTests(changed, {
    rules: findRuleFiles(projectRoot),
    rulesReaching: changed.some((path) => /^(?:src|rules)\//.test(path)) ? await readRuleGraph() : () => [],
    has: (path) => existsSync(join(projectRoot, path)),
    deepParts: DEEP_PARTS,
  });
  if (!(await runPlan(plan))) process.exitCode = 1;
});
