import { createHash } from 'node:crypto';
import type { DiscoveredFile } from '../../discover/index.ts';

/** One of the jobs that share a scan; `index` from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The files of one job, the same on every machine. They are dealt in the order of a hash of their paths, by bytes: kinds and folders
 * are mixed, so that no job gets all the tests, and a file that grows moves few others.
 */
export function filesOfShard(
  files: readonly DiscoveredFile[],
  sizeOf: (path: string) => number,
  { index, count }: Shard,
): DiscoveredFile[] {
  const dealt = files
    // Even an empty file takes its time.
    .map((file) => ({ file, weight: sizeOf(file.path) + 1, order: hashOf(file.path) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const total = dealt.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  const chosen = new Set<DiscoveredFile>();
  for (const { file, weight } of dealt) {
    if (Math.floor(((before + weight / 2) * count) / total) === index - 1) chosen.add(file);
    before += weight;
  }
  return files.filter((file) => chosen.has(file));
}

const hashOf = (path: string): string => createHash('sha256').update(path).digest('hex');
