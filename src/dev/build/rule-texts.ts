/** In the bundle: what the documentation of rules says at length, which is read when it is shown. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Beside the bundle: `why`, `remedy`, `bad` and `good` of each rule in turn, NUL between them. */
export const TEXTS_FILE = 'rule-texts.br';

let texts: readonly string[] | undefined;

export function textAt(index: number): string {
  texts ??= brotliDecompressSync(readFileSync(new URL(TEXTS_FILE, import.meta.url)))
    .toString()
    .split('\0');
  return texts[index] ?? '';
}
