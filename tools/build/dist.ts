import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from './bundle.ts';
import { writeDeclarations } from './declarations.ts';
import { copyGrammars } from './grammars.ts';
import { collectLicences } from './licences.ts';

/**
 * Writes what is published as `dist`. Built beside it, where source maps have the same paths, and renamed into place, so that a
 * running auditlint never sees half of it.
 */
export async function buildDist(dist: string): Promise<void> {
  const aside = `${dist}-${process.pid}`;
  try {
    mkdirSync(aside, { recursive: true });
    const metafile = await bundle(aside);
    copyGrammars(aside);
    writeFileSync(join(aside, 'THIRD_PARTY_LICENSES.txt'), collectLicences(metafile));
    await writeDeclarations(join(aside, 'types'));
    rmSync(dist, { recursive: true, force: true });
    mkdirSync(dirname(dist), { recursive: true });
    renameSync(aside, dist);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
