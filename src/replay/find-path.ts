import { groupBy } from '../collections/index.ts';
import type { PathsOfCommit } from './git-past.ts';

/** How sure a path is that a document writes: written so, alike at its end, or of the same name only. */
export type Confidence = 'high' | 'medium' | 'low';

/** A file that a path of a document may mean. */
export interface MeantFile {
  readonly path: string;
  readonly confidence: Confidence;
  /** One clause; undefined where the path is written as it is. */
  readonly because: string | undefined;
}

/** Alike ends of more files than these tell nothing. */
const MOST_MEANT = 5;

/**
 * What a written path means among the files of the repository: itself, the end of one path, or (where it is absolute on another machine, or
 * begins above the root) the one that it ends with. Nothing is looked up on the disk.
 */
export function findPath(written: string, { paths, byName }: PathsOfCommit): readonly MeantFile[] {
  const segments = segmentsOf(written);
  const joined = segments.join('/');
  if (paths.has(joined)) return [{ path: joined, confidence: 'high', because: undefined }];
  const name = segments.at(-1);
  const alike = name === undefined ? [] : (byName.get(name) ?? byName.get(`${name}.py`) ?? []);
  const longer = alike.filter((path) => path.endsWith(`/${joined}`));
  if (longer.length > 0)
    return meant(longer, segments.length > 1 ? 'high' : 'medium', `\`${joined}\` is the end of its path`);
  // What is above the root elsewhere: the longest path that the written one ends with.
  const inner = alike.filter((path) => `/${joined}`.endsWith(`/${path}`)).sort((a, b) => b.length - a.length);
  if (inner[0] !== undefined)
    return meant(inner.slice(0, 1), inner[0].includes('/') ? 'high' : 'medium', `\`${written}\` ends with its path`);
  return meant(alike, 'low', 'it has the same name in another folder');
}

function meant(paths: readonly string[], confidence: Confidence, because: string): MeantFile[] {
  if (paths.length > MOST_MEANT) return [];
  const isOne = paths.length === 1;
  const why = isOne ? because : `${because}, which ${paths.length} files share`;
  return [...paths].sort().map((path) => ({ path, confidence: isOne ? confidence : 'low', because: why }));
}

/** Whether a written path begins above the folder that it is written from, or leads there. */
export function leavesRoot(written: string): boolean {
  let depth = 0;
  for (const segment of written.replaceAll('\\', '/').split('/')) {
    if (segment === '..') depth--;
    else if (segment !== '' && segment !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** Paths by their last part. */
export const byName = (paths: Iterable<string>): ReadonlyMap<string, readonly string[]> =>
  groupBy(paths, (path) => path.slice(path.lastIndexOf('/') + 1));

/** The parts of a written path, on whatever system it was written. */
export function segmentsOf(written: string): string[] {
  const posix = written
    .replaceAll('\\', '/')
    .replace(/^file:\/\//, '')
    .replace(/^[A-Za-z]:(?=\/)/, '');
  const segments: string[] = [];
  for (const segment of posix.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}
