import { createHash } from 'node:crypto';
import { compareText } from '../../src/text/index.ts';

/** The lines of a rule, in short. */
export interface Figure {
  readonly findings: number;
  /** SHA-256 of the text of its sorted lines, in hexadecimal. */
  readonly sha256: string;
}

/** In the one order in which lines are hashed, kept and compared, whichever process was first with its own. */
export function sortedLines(lines: readonly string[]): readonly string[] {
  return [...lines].sort(compareText);
}

export function textOf(sorted: readonly string[]): string {
  return sorted.map((line) => `${line}\n`).join('');
}

export function figureOf(sorted: readonly string[]): Figure {
  return { findings: sorted.length, sha256: createHash('sha256').update(textOf(sorted)).digest('hex') };
}
