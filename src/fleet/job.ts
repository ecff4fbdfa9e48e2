import { createHash } from 'node:crypto';
import type { FleetRepository } from './repository-address.ts';

/** What is asked of the scan of every repository, as on the command line; the rest says each repository's configuration. */
export interface FleetScanOptions {
  readonly profile?: string;
  readonly minSeverity?: string;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
}

/** One repository to be scanned at its newest commit, which anyone who takes the job finds out. Plain JSON. */
export interface FleetJob {
  /** The same for the same work, so that a queue holds it once. */
  readonly id: string;
  readonly repository: FleetRepository;
  readonly options: FleetScanOptions;
}

export function makeJob(repository: FleetRepository, options: FleetScanOptions): FleetJob {
  return { id: digest(['job', repository.name, optionsKey(options)]), repository, options };
}

/** The options as one text, equal for equal ones. */
export function optionsKey({ profile, minSeverity, select, ignore }: FleetScanOptions): string {
  const sorted = (words: readonly string[] | undefined) => [...new Set(words ?? [])].sort();
  const least = minSeverity === undefined ? {} : { minSeverity };
  return JSON.stringify({ profile: profile ?? null, ...least, select: sorted(select), ignore: sorted(ignore) });
}

/** A name for parts that may be anywhere: no more than it needs, and nothing that can be read. */
export function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
