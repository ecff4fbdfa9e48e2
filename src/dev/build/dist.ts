import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { bundle } from './bundle.ts';
import { writeDeclarations } from './declarations.ts';
import { leanBinding } from './lean-binding.ts';
import { collectLicences } from './licences.ts';

const BINDING = 'web-tree-sitter/web-tree-sitter.wasm';
const WASM = [BINDING, 'tree-sitter-python/tree-sitter-python.wasm'];

/**
 * Writes what is published as `dist`. Built aside (in `aside`, on the same file system) and renamed into place, so that a
 * running auditlint never sees half of it.
 */
export async function buildDist(dist: string, aside: string): Promise<void> {
  try {
    mkdirSync(aside, { recursive: true });
    const metafile = await bundle(aside);
    await packGrammars(aside);
    writeFileSync(join(aside, 'THIRD_PARTY_LICENSES.txt'), collectLicences(metafile));
    await writeDeclarations(join(aside, 'types'));
    rmSync(dist, { recursive: true, force: true });
    mkdirSync(dirname(dist), { recursive: true });
    renameSync(aside, dist);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

const installed = createRequire(import.meta.url).resolve;

/** The two .wasm files stand beside the page that loads them. */
export function copyGrammars(folder: string): void {
  for (const file of WASM) copyFileSync(installed(file), join(folder, basename(file)));
}

/** Beside the bundle that loads them they are compressed: what npm makes of them is 30 KB larger, and the package is small. */
export async function packGrammars(folder: string): Promise<void> {
  const pack = async (file: string): Promise<void> => {
    const content = readFileSync(installed(file));
    const packed = await promisify(brotliCompress)(file === BINDING ? leanBinding(content) : content);
    writeFileSync(join(folder, `${basename(file)}.br`), packed);
  };
  await Promise.all(WASM.map(pack));
}
