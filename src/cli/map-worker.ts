/** The script of a worker thread, a bundle of its own: maps files for a scan of the command line. */
import { workerData } from 'node:worker_threads';
import { serveMapping, type WorkerSetup } from '../engine/index.ts';
import { divertConsole } from './process-io.ts';
import { rules } from './registry.ts';

// Anyone who starts a worker gives it this. Flags of V8 hold for the whole process.
const setup = workerData as WorkerSetup;

export const map = serveMapping(await rulesOf(setup), setup);

async function rulesOf({ plugins }: WorkerSetup): Promise<typeof rules> {
  if (plugins.length === 0) return rules;
  divertConsole();
  const { withPlugins } = await import('../plugins/load-plugins.ts');
  return withPlugins(
    rules,
    plugins.map((plugin) => ({ ...plugin, shownAs: plugin.name })),
  );
}
