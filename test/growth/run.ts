/**
 * `npm run growth [-- --rule RULE,… --case WORDS]`: scans each case at one size and at eight times that, by the whole engine,
 * and names the parts of a scan (phases and rules) whose time grows faster. Exit code 1 where one does.
 */
import { parseArgs } from 'node:util';
import { rules } from '../../rules/index.ts';
import { artifactCases } from './artifact-cases.ts';
import { constructCases } from './construct-cases.ts';
import { fixtureCases } from './fixture-cases.ts';
import { JOIN_CASES } from './join-cases.ts';
import { KNOWN_CASES } from './known-cases.ts';
import { measureGrowth } from './measure-growth.ts';
import { PYTHON_CASES } from './python-cases.ts';
import { QUERY_CASES } from './query-cases.ts';

const { values } = parseArgs({
  options: { rule: { type: 'string' }, case: { type: 'string', default: '' }, kind: { type: 'string' } },
});
const wanted = values.rule === undefined ? undefined : new Set(values.rule.split(','));
const cases = [
  ...KNOWN_CASES,
  ...PYTHON_CASES,
  ...QUERY_CASES,
  ...artifactCases(),
  ...JOIN_CASES,
  ...constructCases(),
  ...fixtureCases(),
]
  .filter(({ rule }) => wanted === undefined || (rule !== undefined && wanted.has(rule)))
  .filter(({ name }) => name.includes(values.case))
  .filter(({ rule }) => values.kind === undefined || (values.kind === 'construct') === (rule === undefined));

let fast = 0;
for (const each of cases) {
  const { parts, notices, milliseconds } = await measureGrowth(each, rules);
  if (parts.length + notices.length === 0) continue;
  fast++;
  const reported = parts.map(
    ({ part, exponent, milliseconds: time }) => `${part} ${exponent.toFixed(2)} (${time.toFixed(0)} ms)`,
  );
  console.log(`${each.name} (${milliseconds.toFixed(0)} ms): ${[...reported, ...notices].join(', ')}`);
}
console.log(`${cases.length} cases, ${fast} grow too fast`);
if (cases.length === 0) process.exitCode = 2;
else if (fast > 0) process.exitCode = 1;
