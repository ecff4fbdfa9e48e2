/** In the place of `src/syntax/grammar-files.ts`: the two files lie beside this script. */
import type { GrammarFiles } from '../../../src/syntax/grammar-files.ts';

export async function readGrammarFiles(): Promise<GrammarFiles> {
  const [binding, grammar] = await Promise.all(['web-tree-sitter.wasm', 'tree-sitter-python.wasm'].map(fetchBytes));
  if (binding === undefined || grammar === undefined) throw new Error('the grammar is missing');
  return { binding, grammar };
}

async function fetchBytes(name: string): Promise<Uint8Array> {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name} is missing beside this page: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
