import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    const bundle = await rolldown({ cwd: emitted, input: ENTRIES, plugins: [standAlone, dts({ dtsInput: true })] });
    await bundle.write({ dir: outdir, format: 'es', minifyInternalExports: false });
    await bundle.close();
    dropComments(outdir);
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

/** What names mean is said in the sources and in docs/kit.md; here it would be a fiftieth of the package. */
function dropComments(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.d.ts'))) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(COMMENT, ''));
  }
}

const COMMENT = /[ \t]*\/\*\*[^*]*(?:\*(?!\/)[^*]*)*\*\/\n?/g;

function emit(outdir: string): void {
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--noCheck', '--outDir', outdir];
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.types.json', ...options], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
}

const standAlone: Plugin = {
  name: 'stand-alone',
  resolveId(specifier, importer) {
    if (importer === undefined || specifier.startsWith('.')) return null;
    throw new Error(`the public types name a package: ${importer} imports '${specifier}'`);
  },
};
