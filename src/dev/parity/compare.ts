import type { PythonParser } from '../../ast/lower/index.ts';
import { decodePython } from '../../text/decode.ts';
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
  const content = withoutNamedCharacters(decoded.content);
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

/** The names of characters are not among what we carry, so both sides read another escape of the same length. */
function withoutNamedCharacters(content: string): string {
  if (!content.includes('\\N{')) return content;
  return content.replace(/\\N\{[^}\n]*\}/g, (escape) => `\\x41${'_'.repeat(escape.length - 4)}`);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function excerpt(text: string, at: number): string {
  return text.slice(Math.max(0, at - 120), at + 160);
}
