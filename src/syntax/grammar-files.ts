import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The two WebAssembly files that parsing needs, as bytes. */
export interface GrammarFiles {
  readonly binding: Uint8Array;
  readonly grammar: Uint8Array;
}

/** Reads them from beside the running file (the published bundle) or else from node_modules (development). */
export async function readGrammarFiles(): Promise<GrammarFiles> {
  const [binding, grammar] = await Promise.all([
    readGrammarFile('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm'),
    readGrammarFile('tree-sitter-python.wasm', 'tree-sitter-python/tree-sitter-python.wasm'),
  ]);
  return { binding, grammar };
}

async function readGrammarFile(name: string, packagePath: string): Promise<Uint8Array> {
  try {
    return await readFile(new URL(name, import.meta.url));
  } catch (cause) {
    try {
      return await readFile(createRequire(import.meta.url).resolve(packagePath));
    } catch {
      throw new Error(`${name} is missing beside ${import.meta.url}: reinstall auditlint`, { cause });
    }
  }
}
