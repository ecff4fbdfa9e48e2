import type { Command } from 'commander';
import { collectList } from '../check-options.ts';

/** Where a fleet keeps its jobs and its results. */
export interface PlaceOptions {
  readonly queue?: string;
  readonly store?: string;
}

/** What a process that scans is given. */
export interface WorkerOptions extends PlaceOptions {
  readonly jobs?: string;
  readonly timeout?: string;
  readonly stalledAfter?: string;
  readonly workDir?: string;
  readonly quiet?: true;
}

export interface FleetOptions extends WorkerOptions {
  readonly profile?: string;
  readonly minSeverity?: string;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly failOn?: string;
  readonly attempts?: string;
  readonly retryDelay?: string;
}

export interface FleetReportOptions extends Pick<PlaceOptions, 'store'> {
  readonly since?: string;
  readonly format: string;
  readonly output?: string;
}

export function addQueueOption(command: Command): Command {
  return command.option('--queue <url>', 'redis://… or rediss://… for workers on many machines (AUDITLINT_QUEUE)');
}

export function addPlaceOptions(command: Command): Command {
  return addStoreOption(addQueueOption(command));
}

function addStoreOption(command: Command): Command {
  return command.option(
    '--store <place>',
    'file or postgres://… that keeps what is found (AUDITLINT_STORE; default: auditlint-fleet.sqlite)',
  );
}

export function addWorkerOptions(command: Command): Command {
  return addPlaceOptions(command)
    .option('--jobs <n>', 'repositories at a time (default: one per core)')
    .option('--timeout <seconds>', 'time limit for each clone and each scan (default: 1800)')
    .option('--stalled-after <seconds>', 'seconds until a job of an unresponsive worker goes to another (default: 30)')
    .option(
      '--work-dir <folder>',
      'folder for clones while they are scanned (default: in the cache folder of the user)',
    )
    .option('--quiet', 'no progress');
}

export function addFleetOptions(command: Command): Command {
  return addWorkerOptions(command)
    .option('--profile <profile>', 'default (high and medium confidence) or strict (also low, tests and examples)')
    .option('--min-severity <severity>', 'hide findings below this severity: P0, P1, P2 or P3 (default: P3)')
    .option('--select <list>', 'keep only findings of these rules, categories or severities (P0..P3)', collectList)
    .option('--ignore <list>', 'hide findings of these rules, categories or severities', collectList)
    .option('--fail-on <severity>', 'lowest severity that makes the exit code 1: P0, P1, P2, P3 or never (default: P1)')
    .option('--attempts <n>', 'attempts per repository (default: 3)')
    .option('--retry-delay <seconds>', 'delay before the second attempt, doubled for each further one (default: 5)');
}

export function addFleetReportOptions(command: Command): Command {
  return addStoreOption(command)
    .option('--since <date>', 'only what is new since the beginning of that day, UTC: YYYY-MM-DD')
    .option('--format <format>', 'table, json, csv or sarif', 'table')
    .option('-o, --output <place>', 'file to write to; for sarif a folder, in which each repository gets a file');
}
