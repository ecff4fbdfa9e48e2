import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program took from start to end. */
export interface TimedRun {
  readonly seconds: number;
  /** Of the processor, all threads and children together. */
  readonly cpuSeconds: number;
  /** Of the process that took most. */
  readonly peakMegabytes: number;
  /** It was ended when it had taken so long. */
  readonly isCut?: true;
}

/** Runs a program to its end under GNU time; an exit code that none of `accepted` is means that it did not do its work. */
export function timedRun(
  program: string,
  args: readonly string[],
  cwd: string,
  {
    accepted = [0],
    limitSeconds = NO_LIMIT,
  }: { readonly accepted?: readonly number[]; readonly limitSeconds?: number } = {},
): TimedRun {
  const folder = mkdtempSync(join(tmpdir(), 'auditlint-time-'));
  const reported = join(folder, 'time');
  try {
    const { status, error, stderr } = spawnSync(
      '/usr/bin/time',
      ['--quiet', '-f', '%e %U %S %M', '-o', reported, 'timeout', String(limitSeconds), program, ...args],
      { cwd, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    if (error !== undefined) throw new Error(`GNU time is needed in /usr/bin/time: ${error.message}`);
    const isCut = status === CUT && limitSeconds !== NO_LIMIT;
    if (status === null || !(isCut || accepted.includes(status))) {
      throw new Error(`${program} ended with ${status}: ${stderr.split('\n').slice(-3).join(' ')}`);
    }
    const [wall = 0, user = 0, system = 0, kilobytes = 0] = readFileSync(reported, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    const measured = { seconds: wall, cpuSeconds: user + system, peakMegabytes: kilobytes / 1024 };
    return isCut ? { ...measured, isCut } : measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As `timeout` of GNU has it. */
const NO_LIMIT = 0;
const CUT = 124;
