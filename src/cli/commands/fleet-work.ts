import type { DoJob } from '../../fleet/index.ts';
import { shellWord } from '../../reporters/index.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { WorkerOptions } from '../fleet/fleet-options.ts';
import { planQueue, planStore, planWorker, refuseFileBesideQueue } from '../fleet/fleet-plan.ts';
import { openQueue, openStore, openWorker, untilInterrupted, withOpened } from '../fleet/open-fleet.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint fleet work`: takes jobs from a queue until the user wants it to end. */
export async function fleetWork(options: WorkerOptions, io: Io): Promise<ExitCode> {
  const queuePlace = planQueue(options, io);
  if (queuePlace === undefined)
    throw new UsageError('`fleet work` needs the queue to take jobs from: `--queue redis://…`');
  const storePlace = planStore(options, io);
  refuseFileBesideQueue(queuePlace, storePlace);
  const plan = planWorker(options, io, 1);
  return withOpened(async (opened) => {
    const store = opened(await openStore(storePlace, 'write', io));
    const queue = opened(await openQueue(queuePlace, plan.stalledAfterSeconds, io));
    const { workspace, doJob } = openWorker(store, plan, io);
    opened(workspace);
    const print = (text: string) => {
      if (options.quiet !== true) new Writer(io.stderr, io.env).line(`auditlint: ${text}`);
    };
    print(`taking jobs from \`${queuePlace.shownAs}\`, ${plan.concurrency} at a time; press Ctrl-C to stop`);
    const reportedJob: DoJob = async (job, attempt) => {
      const shown = shellWord(job.repository.name);
      print(`begins ${shown}`);
      await doJob(job, attempt).catch((error: unknown) => {
        print(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
        throw error;
      });
      print(`done with ${shown}`);
    };
    await untilInterrupted(io, (signal) =>
      queue.work(reportedJob, plan.concurrency, { enough: signal, abort: signal }),
    );
    return EXIT.clean;
  });
}
