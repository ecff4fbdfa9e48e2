import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../../src/dev/build/bundle.ts';
import { packGrammars } from '../../../src/dev/build/dist.ts';
import { projectRoot } from '../../../src/dev/project-root.ts';

/** Threads cannot run the sources: their script is bundled as it is published. */
export async function bundleWorker(source: string): Promise<{ readonly script: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(projectRoot, 'node_modules', '.auditlint-worker-'));
  await bundle(folder, { worker: source });
  await packGrammars(folder);
  return { script: join(folder, 'worker.js'), remove: () => rmSync(folder, { recursive: true }) };
}
