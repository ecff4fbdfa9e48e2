/** In the bundle: what the documentation of rules says at length, which is read with the rules; behind it parts of pages and tables. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Beside the bundle: `TOLD` of each rule in turn, then the others, NUL between them. */
export const TEXTS_FILE = 'rule-texts.br';
export const TOLD = ['summary', 'why', 'remedy', 'bad', 'good'] as const;

let texts: readonly string[] | undefined;

function allTexts(): readonly string[] {
  texts ??= brotliDecompressSync(readFileSync(new URL(TEXTS_FILE, import.meta.url)))
    .toString()
    .split('\0');
  return texts;
}

export const textAt = (place: number): string => allTexts()[place] ?? '';

/** Of the rule that has this place in the registry. */
export function textsAt(rule: number): Readonly<Record<(typeof TOLD)[number], string>> {
  const [summary = '', why = '', remedy = '', bad = '', good = ''] = allTexts().slice(
    rule * TOLD.length,
    (rule + 1) * TOLD.length,
  );
  return { summary, why, remedy, bad, good };
}
