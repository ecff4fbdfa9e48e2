import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const WASM = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

/** The two .wasm files are beside the program or page that loads them. */
export function copyGrammars(folder: string): void {
  const { resolve } = createRequire(import.meta.url);
  for (const file of WASM) copyFileSync(resolve(file), join(folder, basename(file)));
}
