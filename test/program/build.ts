/** Builds the program once for all test files of a run that start it: vitest calls `setup` where such a file is run. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle, PACKAGE } from '../../tools/build/bundle.ts';
import { copyGrammars } from '../../tools/build/grammars.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { METAFILE } from './program.ts';

/** What tests run besides what is published. */
const OF_TESTS = {
  'faulty-worker': 'test/engine/workers/faulty-worker.ts',
  'threaded-scan': 'test/engine/workers/threaded-scan.ts',
};

/** Lays the program out as a release does, in the project, so that it finds the optional packages. */
export async function setup(project: TestProject): Promise<() => void> {
  const cache = join(projectRoot, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'auditlint-program-'));
  const dist = join(folder, 'dist');
  const [metafile] = await Promise.all([
    bundle(dist, { ...PACKAGE, ...OF_TESTS }),
    bundle(join(folder, 'action'), { main: 'src/action/main.ts' }),
  ]);
  copyGrammars(dist);
  writeFileSync(join(folder, METAFILE), JSON.stringify(metafile));
  cpSync(join(projectRoot, 'src/action/action.yml'), join(folder, 'action.yml'));
  for (const path of ['bin', 'package.json']) cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  project.provide('program', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
