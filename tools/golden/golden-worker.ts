/** Runs in a process of its own: loads the rules as their files stand, takes jobs as messages, and answers each with its lines. */
import { setCompilerFlags } from '../../src/cli/compiler-flags.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { loadRules } from '../generate/load-rules.ts';
import { findRuleFiles } from '../generate/rule-files.ts';
import { answerJobs } from '../job-process.ts';
import { projectRoot } from '../project-root.ts';
import { doGoldenJob, type GoldenJob } from './golden-job.ts';

setCompilerFlags();

let loaded: Promise<readonly RegisteredRule[]> | undefined;

answerJobs(async (job: GoldenJob) => {
  loaded ??= loadAll();
  return doGoldenJob(job, await loaded);
});

async function loadAll(): Promise<readonly RegisteredRule[]> {
  const { rules, failures } = await loadRules(findRuleFiles(projectRoot));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return rules;
}
