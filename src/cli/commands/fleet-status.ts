import { counted } from '../../fleet/index.ts';
import { plain, type StyledLine, shellWord, styled } from '../../reporters/index.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { PlaceOptions } from '../fleet/fleet-options.ts';
import { planQueue, planStore, refuseFileBesideQueue, STALLED_AFTER_SECONDS } from '../fleet/fleet-plan.ts';
import { openQueue, openStore, withOpened } from '../fleet/open-fleet.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint fleet status`: what waits and runs in the queue, what the store knows, what failed. */
export async function fleetStatus(options: PlaceOptions, io: Io): Promise<ExitCode> {
  const queuePlace = planQueue(options, io);
  const storePlace = planStore(options, io);
  refuseFileBesideQueue(queuePlace, storePlace);
  return withOpened(async (opened) => {
    const states = await opened(await openStore(storePlace, 'read', io)).states();
    const scanned = states.filter(({ scan }) => scan !== undefined).length;
    const lines: StyledLine[] = [[plain(`store     ${counted(states.length, 'repository')}, ${scanned} with a scan`)]];
    const dead = new Map(
      states.flatMap(({ repository, failure }) => (failure ? [[repository, failure] as const] : [])),
    );
    if (queuePlace !== undefined) {
      const counts = await opened(await openQueue(queuePlace, STALLED_AFTER_SECONDS, io)).counts();
      const { waiting, active, delayed } = counts;
      lines.push([plain(`queue     ${waiting} waiting, ${active} running, ${delayed} to be retried`)]);
      for (const { repository, reason } of counts.dead) if (!dead.has(repository)) dead.set(repository, reason);
    }
    lines.push([plain(`failed    ${dead.size}`)]);
    for (const [repository, reason] of dead)
      lines.push([styled('bad', '  failed'), plain(`  ${shellWord(repository)}: ${reason}`)]);
    await new Writer(io.stdout, io.env).lines(lines);
    return EXIT.clean;
  });
}

/** `auditlint fleet cancel`: drops what nobody has begun. */
export async function fleetCancel(options: PlaceOptions, io: Io): Promise<ExitCode> {
  const queuePlace = planQueue(options, io);
  if (queuePlace === undefined) {
    throw new UsageError('`fleet cancel` needs `--queue redis://…`; stop a fleet without a queue with Ctrl-C');
  }
  return withOpened(async (opened) => {
    const queue = opened(await openQueue(queuePlace, STALLED_AFTER_SECONDS, io));
    const dropped = await queue.cancel();
    const { active } = await queue.counts();
    new Writer(io.stdout, io.env).line(`${counted(dropped, 'job')} dropped; ${active} running jobs will finish`);
    return EXIT.clean;
  });
}
