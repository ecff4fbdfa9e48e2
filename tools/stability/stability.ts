/**
 * `npm run measure -- corpus stability <git dir> [--commits 200] [--to REV] [--select RULE,…] [--losses N]`: scans consecutive commits of a
 * repository and counts the findings whose construct did not change from one to the next and that keep their fingerprint.
 * Exit code 1 below 99 %.
 */
import { readOptions, usageOf } from '../command-line.ts';
import { selectRules, splitWords } from '../corpus/select-rules.ts';
import { projectRoot } from '../project-root.ts';
import { addSteps, type StepCount } from './compare-step.ts';
import { scanHistory } from './scan-history.ts';
import { stabilityLines } from './stability-lines.ts';

const LEAST_SHARE = 0.99;

const OPTIONS = {
  commits: { type: 'string', default: '200' },
  to: { type: 'string', default: 'HEAD' },
  select: { type: 'string', multiple: true, default: [] as string[] },
  losses: { type: 'string', default: '20' },
} as const;
const usage = usageOf(
  'npm run measure -- corpus stability <git dir> [--commits 200] [--to REV] [--select RULE,…] [--losses N]',
);

export async function measureStability(args: readonly string[]): Promise<void> {
  const { values, positionals } = readOptions(args, OPTIONS, usage);
  const [place] = positionals;
  if (place === undefined || positionals.length > 1) throw usage('one git directory is needed');
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
