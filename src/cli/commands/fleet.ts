import { resolve } from 'node:path';
import { configurableRules } from '../../audit/index.ts';
import type { FailOn } from '../../config/index.ts';
import { SEVERITIES } from '../../findings/index.ts';
import {
  counted,
  EmbeddedQueue,
  type FleetEnd,
  type FleetScanOptions,
  type FleetStore,
  readRepositoryList,
  runFleet,
  type Settled,
} from '../../fleet/index.ts';
import { shellWord } from '../../reporters/index.ts';
import { planFailOn, planRules } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { FleetOptions } from '../fleet/fleet-options.ts';
import { planQueue, planRetry, planStore, planWorker, refuseFileBesideQueue } from '../fleet/fleet-plan.ts';
import { now, openQueue, openStore, openWorker, untilInterrupted, withOpened } from '../fleet/open-fleet.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';

/** How often store and queue are asked: one in this process, or one far away. */
const PAUSE_MILLISECONDS = { embedded: 50, remote: 500 };

/** `auditlint fleet LIST`: has every repository scanned, and keeps what was found. */
export async function fleet(list: string, options: FleetOptions, io: Io): Promise<ExitCode> {
  const queuePlace = planQueue(options, io);
  const storePlace = planStore(options, io);
  refuseFileBesideQueue(queuePlace, storePlace);
  const plan = planWorker(options, io, queuePlace === undefined ? 1 : 0);
  const retry = planRetry(options);
  const failOn = planFailOn(options) ?? 'P1';
  await checkRuleOptions(options);
  return withOpened(async (opened) => {
    const { repositories, linesWithCredentials } = readRepositoryList(resolve(io.cwd, list), list);
    warnOfCredentials(list, linesWithCredentials, io);
    const store = opened(await openStore(storePlace, 'write', io));
    const queue = opened(
      queuePlace === undefined ? new EmbeddedQueue() : await openQueue(queuePlace, plan.stalledAfterSeconds, io),
    );
    const { workspace, doJob } = openWorker(store, plan, io);
    opened(workspace);
    const progress = new Progress(repositories.length, options.quiet === true, io);
    const end = await untilInterrupted(io, (signal) =>
      runFleet({
        ...{ repositories, options: ruleOptions(options), queue, store, retry, doJob, signal, now },
        concurrency: plan.concurrency,
        onSettled: (settled) => progress.report(settled),
        pauseMilliseconds: queuePlace === undefined ? PAUSE_MILLISECONDS.embedded : PAUSE_MILLISECONDS.remote,
      }),
    );
    return conclude(end, progress, store, failOn, io);
  });
}

function ruleOptions({ profile, minSeverity, select, ignore }: FleetOptions): FleetScanOptions {
  return {
    ...(profile && { profile }),
    ...(minSeverity && { minSeverity }),
    ...(select && { select }),
    ...(ignore && { ignore }),
  };
}

/** Before anything is begun. Only names of rules need all rules. */
async function checkRuleOptions(options: FleetOptions): Promise<void> {
  const namesRules = options.select !== undefined || options.ignore !== undefined;
  const rules = namesRules ? configurableRules((await import('../registry.ts')).rules) : [];
  planRules(ruleOptions(options), rules);
}

function warnOfCredentials(list: string, lines: readonly number[], io: Io): void {
  const [first] = lines;
  if (first === undefined) return;
  const more = lines.length > 1 ? ` and ${lines.length - 1} more` : '';
  new Writer(io.stderr, io.env).line(
    `auditlint: ${shellWord(list)}:${first}${more}: credentials in the URL are ignored; git uses its credential helpers`,
  );
}

/** What is told while a fleet is at work, a line for each repository. */
class Progress {
  readonly settled: Settled[] = [];

  constructor(
    readonly total: number,
    readonly isQuiet: boolean,
    readonly io: Io,
  ) {}

  report(settled: Settled): void {
    this.settled.push(settled);
    const { repository, failure } = settled;
    if (this.isQuiet) return;
    const shown = shellWord(repository);
    const what = failure === undefined ? shown : `${shown}: ${failure}`;
    new Writer(this.io.stderr, this.io.env).line(`auditlint: ${this.settled.length}/${this.total} ${what}`);
  }
}

/** The last line, and what it comes to. A repository that is missing wins over findings: among many there are always some. */
async function conclude(
  end: FleetEnd,
  { settled, total, isQuiet }: Progress,
  store: FleetStore,
  failOn: FailOn,
  io: Io,
): Promise<ExitCode> {
  const stderr = new Writer(io.stderr, io.env);
  if (end === 'interrupted') {
    stderr.line(
      `auditlint: interrupted after ${settled.length} of ${total} repositories; run the same command to continue`,
    );
    return EXIT.interrupted;
  }
  const scanned = new Set(settled.flatMap(({ repository, failure }) => (failure === undefined ? [repository] : [])));
  const states = (await store.states()).filter(({ repository }) => scanned.has(repository));
  const incomplete = states.filter(({ scan }) => scan?.isComplete === false).length;
  const tally = await store.tally();
  const counts = SEVERITIES.map((severity) => {
    const count = [...scanned].reduce((sum, repository) => sum + (tally.get(repository)?.[severity] ?? 0), 0);
    return { severity, count };
  });
  const failed = settled.length - scanned.size;
  if (!isQuiet) {
    const findings = counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}`);
    const parts = [`${counted(scanned.size, 'repository')} scanned`, findings.join(', ') || 'no findings'];
    new Writer(io.stdout, io.env).line(`${parts.join(': ')}; \`auditlint fleet report\` shows them`);
  }
  if (end === 'cancelled') stderr.line(`auditlint: cancelled after ${settled.length} of ${total} repositories`);
  if (failed > 0)
    stderr.line(`auditlint: ${counted(failed, 'repository')} failed; \`auditlint fleet status\` shows the reason`);
  if (incomplete > 0)
    stderr.line(`auditlint: ${counted(incomplete, 'scan')} incomplete; the SARIF report states the reason`);
  if (end === 'cancelled' || failed > 0 || incomplete > 0) return EXIT.incomplete;
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return counts.some(({ severity, count }) => count > 0 && failing.includes(severity)) ? EXIT.findings : EXIT.clean;
}
