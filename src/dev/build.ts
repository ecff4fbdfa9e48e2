/** `npm run build`: dist/ as it is published. Built aside and renamed into place, so that a running auditlint never sees half of it. */
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundle } from './build/bundle.ts';
import { writeDeclarations } from './build/declarations.ts';
import { collectLicences } from './build/licences.ts';
import { projectRoot } from './project-root.ts';

const dist = join(projectRoot, 'dist');
const aside = join(projectRoot, '.cache', `dist.${process.pid}`);
try {
  mkdirSync(aside, { recursive: true });
  const metafile = await bundle(aside);
  for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm']) {
    copyFileSync(createRequire(import.meta.url).resolve(file), join(aside, file.slice(file.indexOf('/') + 1)));
  }
  writeFileSync(join(aside, 'THIRD_PARTY_LICENSES.txt'), collectLicences(metafile));
  writeDeclarations(join(aside, 'types'));
  rmSync(dist, { recursive: true, force: true });
  renameSync(aside, dist);
} finally {
  rmSync(aside, { recursive: true, force: true });
}
