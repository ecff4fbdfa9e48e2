import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const BINDING = 'web-tree-sitter/web-tree-sitter.wasm';
const WASM = [BINDING, 'tree-sitter-python/tree-sitter-python.wasm'];

const installed = createRequire(import.meta.url).resolve;

/** The two .wasm files stand beside the page that loads them. */
export function copyGrammars(folder: string): void {
  for (const file of WASM) copyFileSync(installed(file), join(folder, basename(file)));
}

/** Beside the bundle that loads them they are compressed: what npm makes of them is 30 KB larger, and the package is small. */
export async function packGrammars(folder: string): Promise<void> {
  const { leanBinding } = await import('./lean-binding.ts');
  await packEach(folder, (file, content) => (file === BINDING ? leanBinding(content) : content));
}

/** The same for a bundle that need not be small, in no time. */
export async function packGrammarsQuickly(folder: string): Promise<void> {
  await packEach(folder, (_, content) => content, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}

async function packEach(
  folder: string,
  leave: (file: string, content: Uint8Array) => Uint8Array,
  options = {},
): Promise<void> {
  const pack = async (file: string): Promise<void> => {
    const packed = await promisify(brotliCompress)(leave(file, readFileSync(installed(file))), options);
    writeFileSync(join(folder, `${basename(file)}.br`), packed);
  };
  await Promise.all(WASM.map(pack));
}
