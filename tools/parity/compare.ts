import type { PythonParser } from '../../src/ast/lower/index.ts';
import { decodePython } from '../../src/text/decode.ts';
import { dumpModule } from './ast-dump.ts';
import type { CPython } from './cpython.ts';
import { findGrammarGap } from './grammar-gaps.ts';

/** How our tree of one file stands to CPython's. */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'excepted'; readonly reason: string }
  | { readonly kind: 'different'; readonly ours: string; readonly theirs: string };

/** Compares the two readings of one file. */
export function compareFile(bytes: Uint8Array, parser: PythonParser, cpython: CPython): Comparison {
  const decoded = decodePython(bytes);
  if (decoded.kind !== 'text') return { kind: 'excepted', reason: 'not decoded' };
  const content = withoutUnprintable(decoded.content);
  const reading = cpython.dump(content);
  if (reading.kind === 'rejected') return { kind: 'excepted', reason: 'CPython rejects it' };
  const parsed = parser.parse(content);
  const ours = dumpModule(parsed.module, parsed.text);
  if (ours === reading.text) return { kind: 'equal' };
  const gap = findGrammarGap(parsed);
  if (gap !== undefined) return { kind: 'excepted', reason: `grammar: ${gap}` };
  const at = firstDifference(ours, reading.text);
  return { kind: 'different', ours: excerpt(ours, at), theirs: excerpt(reading.text, at) };
}

/**
 * Two things a JavaScript string or a small tool cannot tell: names of characters, and a pair of surrogates written as
 * two escapes (one character here, two there). Both sides read another escape of the same length instead.
 */
function withoutUnprintable(content: string): string {
  if (!content.includes('\\N{') && !/\\ud[89ab]/i.test(content)) return content;
  return content.replace(
    /\\N\{[^}\n]*\}|\\ud[89ab][0-9a-f]{2}(?=\\ud[c-f])/gi,
    (sequence) => `\\x41${'_'.repeat(sequence.length - 4)}`,
  );
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function excerpt(text: string, at: number): string {
  return text.slice(Math.max(0, at - 120), at + 160);
}
