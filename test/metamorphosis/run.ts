/**
 * `npm run metamorphosis [-- --select RULE,… --transformation NAME,… --show FIXTURE --write]`: how many findings survive changes
 * that leave a program the same in kind. Exit code 1 below the thresholds; `--write` sets what is the floor of the test.
 */
import { parseArgs } from 'node:util';
import { TRANSFORMATIONS } from '../../src/testing/metamorphoses/all-transformations.ts';
import { readExemptions } from './exempt.ts';
import { countOutcome } from './figures.ts';
import { writeFloor } from './floor.ts';
import { isEnough, outcomeLines } from './outcome-lines.ts';
import { runAll } from './run-all.ts';

const { values } = parseArgs({
  options: {
    select: { type: 'string', multiple: true, default: [] },
    transformation: { type: 'string', multiple: true, default: [] },
    show: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const rules = values.select.flatMap((list) => list.split(','));
const transformations = values.transformation.flatMap((list) => list.split(','));
const unknown = transformations.filter((name) => !TRANSFORMATIONS.some((each) => each.name === name));
if (unknown.length > 0) {
  console.error(
    `no transformation is called ${unknown.join(' or ')}; there are ${TRANSFORMATIONS.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  const trials = await runAll({ rules, transformations, isChecked: true });
  if (trials.length === 0) console.error(`no rule of the name ${rules.join(' or ')} has a fixture that this changes`);
  for (const { fixture, transformation, files } of trials) {
    if (fixture !== values.show) continue;
    for (const [path, content] of files) console.log(`--- ${transformation.name}: ${path}\n${content}`);
  }
  const outcome = countOutcome(trials, readExemptions());
  console.log(outcomeLines(outcome, { isWhole: rules.length + transformations.length === 0 }).join('\n'));
  if (values.write) writeFloor(outcome.byTransformation);
  if (trials.length === 0) process.exitCode = 2;
  else if (!isEnough(outcome)) process.exitCode = 1;
}
