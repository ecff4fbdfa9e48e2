/** Runs in a process of its own: takes jobs as messages, and answers each with what was seen. */
import { rules } from '../../rules/index.ts';
import { setCompilerFlags } from '../../src/cli/compiler-flags.ts';
import { answerJobs } from '../job-process.ts';
import { type ScanJob, scanJob } from './scan-job.ts';

setCompilerFlags();
answerJobs((job: ScanJob) => {
  const wanted = rules.filter(({ name }) => job.rules.includes(name));
  const unknown = job.rules.find((rule) => !wanted.some(({ name }) => name === rule));
  if (unknown !== undefined) throw new Error(`the registry has no rule \`${unknown}\`; \`npm run generate\` writes it`);
  return scanJob(job, wanted);
});
