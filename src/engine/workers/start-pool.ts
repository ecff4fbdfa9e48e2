import type { DiscoveredFile } from '../../discover/index.ts';
import type { MapTools } from '../map-file.ts';
import type { ScanRequest } from '../scan-request.ts';
import type { MapPool } from './map-pool.ts';
import type { Workers } from './map-task.ts';

/** The workers that a scan may use. Times and faults are taken down on one thread. */
export function workersFor({ workers, timing, onFault }: ScanRequest): Workers | undefined {
  const isWatched = timing !== undefined || onFault !== undefined;
  return isWatched || workers === undefined || workers.jobs < 2 ? undefined : workers;
}

export async function startPool(
  request: ScanRequest,
  workers: Workers,
  { limits }: MapTools,
  files: readonly DiscoveredFile[],
): Promise<MapPool> {
  const optionsFor = (path: string) => request.options.optionsFor(path);
  const setup = {
    parser: request.parser,
    plugins: [...new Set(request.rules.flatMap(({ plugin }) => plugin ?? []))],
    rules: request.rules.map(({ name }) => name),
    options: [...new Set(files.map(({ path }) => optionsFor(path)))],
    limits,
  };
  const { MapPool } = await import('./map-pool.ts');
  const hasInquiry = (path: string) => request.inquiry?.isAbout(path) === true;
  const threads = { ...workers, jobs: Math.min(workers.jobs, files.length) };
  return new MapPool(threads, setup, optionsFor, hasInquiry, request.signal);
}
