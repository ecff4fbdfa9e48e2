/** Runs in a process of its own: takes jobs as messages, and answers each with what was seen. */
import { rules } from '../../../rules/index.ts';
import { setCompilerFlags } from '../../cli/compiler-flags.ts';
import { type ScanJob, type ScannedJob, scanJob } from './scan-job.ts';

export type WorkerAnswer =
  | { readonly kind: 'scanned'; readonly scanned: ScannedJob }
  | { readonly kind: 'failed'; readonly reason: string };

setCompilerFlags();
// Only the parent sends messages, and nothing else than jobs.
process.on('message', (job) => void answer(job as ScanJob));

async function answer(job: ScanJob): Promise<void> {
  process.send?.(await answerTo(job));
}

async function answerTo(job: ScanJob): Promise<WorkerAnswer> {
  const wanted = rules.filter(({ name }) => job.rules.includes(name));
  const unknown = job.rules.find((rule) => !wanted.some(({ name }) => name === rule));
  if (unknown !== undefined)
    return { kind: 'failed', reason: `the registry has no rule \`${unknown}\`; \`npm run generate\` writes it` };
  try {
    return { kind: 'scanned', scanned: await scanJob(job, wanted) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
