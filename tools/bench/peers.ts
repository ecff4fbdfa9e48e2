import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { growTree } from './grown-tree.ts';
import { peersPage } from './peers-page.ts';
import { peersPlot } from './peers-plot.ts';
import { ownSubjects, peerSubjects, type Subject } from './subjects.ts';
import type { TimedRun } from './timed-run.ts';

export interface PeersRequest {
  /** Repositories: the programs are compared on the first, and growth is measured on all, copied together. */
  readonly repositories: readonly string[];
  /** Lines of Python at which growth is measured. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly bundled: string;
  /** Writes measurements/benchmarks.md and its plot. */
  readonly writes: boolean;
  readonly date: string;
}

/** What was measured, the fastest of all rounds of each. */
export interface Compared {
  readonly name: string;
  readonly what: string;
  readonly run: TimedRun;
}

export interface Grown {
  readonly lines: number;
  readonly parse: TimedRun;
  readonly scan: TimedRun;
}

export interface Comparison {
  readonly repository: string;
  readonly lines: number;
  readonly machine: string;
  readonly date: string;
  readonly rounds: number;
  readonly compared: readonly Compared[];
  readonly grown: readonly Grown[];
}

/** Compares programs on the same files, in turn, so that a busy minute of the machine hits all of them. */
export function comparePeers(request: PeersRequest): void {
  const place = mkdtempSync(join(tmpdir(), 'auditlint-peers-'));
  try {
    const comparison = measure(request, place);
    const page = peersPage(comparison);
    console.log(page);
    if (!request.writes) return;
    writeFileSync(join(projectRoot, 'measurements/benchmarks.md'), page);
    writeFileSync(join(projectRoot, 'measurements/benchmarks.svg'), peersPlot(comparison));
  } finally {
    rmSync(place, { recursive: true });
  }
}

function measure({ repositories, sizes, rounds, bundled, date }: PeersRequest, place: string): Comparison {
  const [first = ''] = repositories;
  const bench = { bundled, folder: join(place, 'code'), scratch: join(place, 'scratch') };
  mkdirSync(bench.scratch);
  const lines = growTree([first], bench.folder, ONCE);
  const compared = fastestOf([...ownSubjects(bench), ...peerSubjects(bench)], rounds);
  const grown = sizes.map((size) => {
    const folder = join(place, `lines-${size}`);
    const counted = growTree(repositories, folder, size);
    const runs = fastestOf(ownSubjects({ ...bench, folder }).slice(0, 2), size < LARGE ? rounds : 1);
    rmSync(folder, { recursive: true });
    const [parse, scan] = runs.map(({ run }) => run);
    if (parse === undefined || scan === undefined) throw new Error('nothing was measured');
    return { lines: counted, parse, scan };
  });
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, load ${Math.round(loadavg()[2] ?? 0)} over the last quarter of an hour`;
  return { repository: basename(first), lines, machine, date, rounds, compared, grown };
}

/** All of a repository and nothing twice. */
const ONCE = Number.POSITIVE_INFINITY;
/** Lines from which one round says enough. */
const LARGE = 2_000_000;
/** Who takes longer is measured once. */
const LONG_SECONDS = 120;

function fastestOf(subjects: readonly Subject[], rounds: number): Compared[] {
  const best = new Map<Subject, TimedRun>();
  for (let round = 1; round <= rounds; round++) {
    for (const subject of subjects) {
      const known = best.get(subject);
      if (known !== undefined && known.seconds > LONG_SECONDS) continue;
      subject.prepare?.();
      const run = subject.run();
      console.error(`${subject.name}, round ${round}: ${run.seconds} s`);
      if (known === undefined || run.seconds < known.seconds) best.set(subject, run);
    }
  }
  return subjects.flatMap((subject) => {
    const run = best.get(subject);
    return run === undefined ? [] : { name: subject.name, what: subject.what, run };
  });
}
