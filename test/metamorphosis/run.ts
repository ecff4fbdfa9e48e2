/**
 * `npm run metamorphosis [-- --select RULE,… --transformation NAME,… --show FIXTURE --write --floor]`: how many findings survive
 * changes that leave a program the same in kind. Exit code 1 below the thresholds, or, with `--floor`, where a rule keeps less than
 * it did. `--write` sets the floors of the test, and needs all rules and transformations.
 */
import { parseArgs } from 'node:util';
import { TRANSFORMATIONS } from '../../src/testing/metamorphoses/all-transformations.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { readExemptions } from './exempt.ts';
import { countOutcome, type Outcome } from './figures.ts';
import { rulesBelowFloor, writeFloors } from './floor.ts';
import { isEnough, outcomeLines } from './outcome-lines.ts';
import { runAll } from './run-all.ts';

const { values } = parseArgs({
  options: {
    select: { type: 'string', multiple: true, default: [] },
    transformation: { type: 'string', multiple: true, default: [] },
    show: { type: 'string' },
    write: { type: 'boolean', default: false },
    floor: { type: 'boolean', default: false },
  },
});
const rules = values.select.flatMap((list) => list.split(','));
const transformations = values.transformation.flatMap((list) => list.split(','));
const unknown = transformations.filter((name) => !TRANSFORMATIONS.some((each) => each.name === name));
const missing = rules.filter((name) => !findRuleFiles(projectRoot).some((file) => file.name === name));
if (unknown.length > 0) {
  console.error(
    `no transformation is called ${unknown.join(' or ')}; there are ${TRANSFORMATIONS.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = 2;
} else if (missing.length > 0) {
  console.error(`there is no rule \`${missing.join('` or `')}\``);
  process.exitCode = 2;
} else {
  const trials = await runAll({ rules, transformations, isChecked: true });
  if (trials.length === 0) console.log('no fixture of these rules has Python in it');
  for (const { fixture, transformation, files } of trials) {
    if (fixture !== values.show) continue;
    for (const [path, content] of files) console.log(`--- ${transformation.name}: ${path}\n${content}`);
  }
  const outcome = countOutcome(trials, readExemptions());
  console.log(outcomeLines(outcome, { isWhole: rules.length + transformations.length === 0 }).join('\n'));
  if (values.write) writeFloors(outcome.byTransformation, outcome.byRule);
  if (values.floor ? isBelowFloor(outcome) : !isEnough(outcome)) process.exitCode = 1;
}

/** Prints which rules are; true also where a change is no program, or none of the same kind. */
function isBelowFloor({ byRule, losses }: Outcome): boolean {
  const below = rulesBelowFloor(byRule);
  for (const line of below) console.log(`below its floor: ${line}`);
  return below.length > 0 || losses.some(({ kind }) => kind === 'no program');
}
