import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { projectRoot } from '../project-root.ts';

/** What package.json exports. */
const ENTRIES = { index: 'src/index.d.ts', kit: 'src/kit/public.d.ts', testing: 'src/testing/index.d.ts' };

/**
 * Writes the types of the public API into `outdir`: of what package.json exports and what its types reach, nothing else. They must stand
 * alone, so a package named in them is an error. Types are checked by `npm run check`, not here.
 */
export async function writeDeclarations(outdir: string): Promise<void> {
  const emitted = mkdtempSync(join(tmpdir(), 'auditlint-types-'));
  try {
    emit(emitted);
    const bundle = await rolldown({ cwd: emitted, input: ENTRIES, plugins: [standalone, dts({ dtsInput: true })] });
    await bundle.write({ dir: outdir, format: 'es', minifyInternalExports: false });
    await bundle.close();
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

function emit(outdir: string): void {
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--noCheck', '--outDir', outdir];
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.types.json', ...options], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
}

const standalone: Plugin = {
  name: 'stand-alone',
  resolveId(specifier, importer) {
    if (importer === undefined || specifier.startsWith('.')) return null;
    throw new Error(`the public types name a package: ${importer} imports '${specifier}'`);
  },
};
