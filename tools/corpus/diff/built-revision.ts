import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { scanRepository } from '../../../src/api/scan-repository.ts';
import { withRevisionTree } from '../../git/revision-tree.ts';

/** auditlint as it stood at a revision, built by its own build script. */
export interface BuiltRevision {
  readonly root: string;
  readonly scanRepository: typeof scanRepository;
  /** A configuration that says nothing, so that none is searched for. */
  readonly configurationFile: string;
}

/** Builds a revision of a project in a work tree of its own, which is gone afterwards. */
export function withBuiltRevision<T>(
  project: string,
  revision: string,
  signal: AbortSignal,
  work: (built: BuiltRevision) => Promise<T>,
): Promise<T> {
  return withRevisionTree(project, revision, signal, async ({ root, run }) => {
    await run('npm', ['run', '--silent', 'build']);
    const folder = mkdtempSync(join(tmpdir(), 'auditlint-diff-'));
    try {
      const configurationFile = join(folder, 'auditlint.toml');
      writeFileSync(configurationFile, '');
      // The public interface of the package, which every revision keeps.
      const built = (await import(pathToFileURL(join(root, 'dist/index.js')).href)) as Pick<
        BuiltRevision,
        'scanRepository'
      >;
      return await work({ root, configurationFile, scanRepository: built.scanRepository });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
