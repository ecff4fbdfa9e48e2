/** In the bundle: the examples in the documentation of rules, which are read when one is shown. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Beside the bundle: `bad` and `good` of each rule in turn, NUL between them. */
export const EXAMPLES_FILE = 'rule-examples.br';

let examples: readonly string[] | undefined;

export function exampleAt(index: number): string {
  examples ??= brotliDecompressSync(readFileSync(new URL(EXAMPLES_FILE, import.meta.url)))
    .toString()
    .split('\0');
  return examples[index] ?? '';
}
