/**
 * `npm run stability -- <git dir> [--commits 200] [--to REV] [--select RULE,…] [--losses N]`: scans consecutive commits of a
 * repository and counts the findings whose construct did not change from one to the next and that keep their fingerprint.
 * Exit code 1 below 99 %.
 */
import { parseArgs } from 'node:util';
import { runCommand } from './command-line.ts';
import { selectRules, splitWords } from './corpus/select-rules.ts';
import { projectRoot } from './project-root.ts';
import { addSteps, type StepCount } from './stability/compare-step.ts';
import { scanHistory } from './stability/scan-history.ts';
import { stabilityLines } from './stability/stability-lines.ts';

const LEAST_SHARE = 0.99;

const { values, positionals } = parseArgs({
  options: {
    commits: { type: 'string', default: '200' },
    to: { type: 'string', default: 'HEAD' },
    select: { type: 'string', multiple: true, default: [] },
    losses: { type: 'string', default: '20' },
  },
  allowPositionals: true,
});
const [gitDirectory] = positionals;
if (gitDirectory === undefined || positionals.length > 1) {
  console.error('npm run stability -- <git dir> [--commits 200] [--to REV] [--select RULE,…] [--losses N]');
  process.exitCode = 2;
} else {
  await runCommand(() => run(gitDirectory));
}

async function run(place: string): Promise<void> {
  const rules = await selectRules(projectRoot, splitWords(values.select), (problem) => {
    throw new Error(problem);
  });
  const steps: StepCount[] = [];
  for await (const { step, index, total } of scanHistory(place, values.to, Number(values.commits), rules)) {
    steps.push(step);
    if (!process.stderr.isTTY && index % 20 !== 0) continue;
    const { kept, constructs } = addSteps(steps);
    console.error(`${index} of ${total} steps: ${kept} of ${constructs} keep their fingerprint`);
  }
  const sum = addSteps(steps);
  console.log(stabilityLines(sum, steps, Number(values.losses)).join('\n'));
  if (sum.kept < sum.constructs * LEAST_SHARE) process.exitCode = 1;
}
