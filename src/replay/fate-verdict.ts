/** What became of lines of a file that the document saw. */

import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';
import { asSeen, type ClaimGround, sayChangeSince, sayShift } from './claim-ground.ts';
import { blockAround } from './definitions.ts';
import { fateOfLines, isMostlyKept, linesOf } from './line-changes.ts';
import { elsewhere, MIN_WEIGHT, quoteOf } from './quotes.ts';
import type { Verdict } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';

/** Lines around those that a document gives, which still tell of them. */
export const AROUND = 3;

/** Where they are now, or the commit that changed them or took them out. `what` they are called. */
export function fateVerdict(
  what: string,
  then: LineRange,
  seen: SourceText,
  file: CodeFile,
  ground: ClaimGround,
): Verdict {
  const fate = fateOfLines(then, seen, file.text);
  const place = { path: file.path, lines: fate?.kind === 'removed' ? undefined : fate?.lines };
  const changedIn = (lines: LineRange): string | undefined =>
    ground.past?.lastHeld(file.path, (text) => fateOfLines(lines, seen, text)?.kind === 'kept')?.leftIn;
  if (fate !== undefined && isMostlyKept(fate, then)) {
    const share = fate.kind === 'kept' ? '' : 'mostly ';
    const because = `${what}: ${share}${asSeen(ground)}${sayShift(then.first, fate.lines.first)}`;
    // One line says little: what is wrong there was fixed beside it, as often as not.
    const around = then.first === then.last ? blockAround(then.first, seen) : undefined;
    if (around === undefined || fateOfLines(around, seen, file.text)?.kind === 'kept')
      return { kind: 'stands-as-quoted', because, place };
    const commit = changedIn(around);
    const changed = `the function around it changed ${sayChangeSince(commit, ground)}`;
    return { kind: 'changed-since', because: `${because}; ${changed}`, place, commit };
  }
  const moved = movedVerdict(what, then, seen, ground);
  if (moved !== undefined) return moved;
  const commit = changedIn(then);
  const isGone = fate?.kind === 'removed';
  const because = `${what}: ${isGone ? 'removed' : 'changed'} ${sayChangeSince(commit, ground)}`;
  return { kind: isGone ? 'gone' : 'changed-since', because, place, commit };
}

/** The lines, with those around them, stand in another file now, and did not then. */
function movedVerdict(what: string, then: LineRange, seen: SourceText, ground: ClaimGround): Verdict | undefined {
  const block = linesOf(seen).slice(Math.max(0, then.first - 1 - AROUND), then.last + AROUND);
  const quote = quoteOf({ text: block.join('\n') });
  const there = quote.weight < MIN_WEIGHT ? undefined : elsewhere(quote, ground);
  return there?.kind === 'moved' ? { ...there, because: `${what}: in this file now` } : undefined;
}
