/** What became of lines that a document gives. */

import type { SourceText } from '../text/index.ts';
import type { Claim, LineRange } from './claim.ts';
import { asSeen, type ClaimGround, isNear, sayChangeSince, sayLines, seenFile } from './claim-ground.ts';
import { blockAround, definitionsOf, holdsWord, lastPart, namesOf } from './definitions.ts';
import { fateOfLines, isMostlyKept, linesOf } from './line-changes.ts';
import { elsewhere, quoteOf, sayShift, TELLING_WEIGHT } from './quote-verdict.ts';
import type { Verdict } from './replayed-claim.ts';
import { type CodeFile, lineCountOf } from './repository-code.ts';

export function linesVerdict(range: LineRange, file: CodeFile, ground: ClaimGround): Verdict {
  const seen = seenFile(ground, file.path);
  const source = seen ?? file.text;
  const count = lineCountOf(source);
  if (range.first > count)
    return {
      kind: 'not-found',
      because: `\`${file.path}\` ${seen === undefined ? 'has' : 'had'} ${count} lines`,
      place: { path: file.path, lines: undefined },
    };
  const right = rightLines(range, source, ground);
  const then = right?.lines ?? { first: range.first, last: Math.min(range.last, count) };
  const verdict = seen === undefined ? comparedWithNothing(then, file, ground) : since(then, seen, file, ground);
  if (right === undefined) return verdict;
  return {
    ...verdict,
    because: `the document gives ${sayLines(range)}, and \`${right.name}\` is on ${sayLines(then)}; ${verdict.because}`,
  };
}

/** Where what the title names is defined, if the lines that the document gives hold none of the names of the claim. */
function rightLines(
  range: LineRange,
  text: SourceText,
  { claim }: ClaimGround,
): { readonly name: string; readonly lines: LineRange } | undefined {
  const names = namesOf(claim);
  if (nameNear(range, text, claim) !== undefined) return undefined;
  const titled = names.filter((name) => claim.title.includes(name));
  const [found, ...others] = titled.flatMap((name) => {
    const [lines, ...more] = definitionsOf(name, text);
    return lines === undefined || more.length > 0 ? [] : { name, lines };
  });
  // Lines within the function that the title names are its lines.
  const isInside = found !== undefined && isNear(found.lines, range);
  return found === undefined || others.length > 0 || isInside ? undefined : found;
}

/** A name of the claim that stands on lines, or beside them. */
function nameNear({ first, last }: LineRange, text: SourceText, claim: Claim): string | undefined {
  const around = linesOf(text).slice(Math.max(0, first - 1 - AROUND), last + AROUND);
  return namesOf(claim).find((name) => around.some((line) => holdsWord(line, lastPart(name))));
}

const AROUND = 3;

function since(then: LineRange, seen: SourceText, file: CodeFile, ground: ClaimGround): Verdict {
  const { past } = ground;
  const fate = fateOfLines(then, seen, file.text);
  const place = { path: file.path, lines: fate?.kind === 'removed' ? undefined : fate?.lines };
  const leftIn = (lines: LineRange) =>
    past?.lastHeld(file.path, (text) => fateOfLines(lines, seen, text)?.kind === 'kept')?.leftIn;
  if (fate?.kind === 'kept') {
    const shift = fate.lines.first === then.first ? '' : `, ${sayShift(then.first, fate.lines.first)}`;
    const because = `${sayLines(then)} ${then.first === then.last ? 'is' : 'are'} ${asSeen(ground)}${shift}`;
    const around = then.first === then.last ? blockAround(then.first, seen) : undefined;
    if (around === undefined || fateOfLines(around, seen, file.text)?.kind === 'kept')
      return { kind: 'stands-as-quoted', because, place };
    // One line says little: what is wrong there was mended beside it, as often as not.
    const commit = leftIn(around);
    const changed = `the function around it changed ${sayChangeSince(commit, ground)}`;
    return { kind: 'changed-since', because: `${because}; ${changed}`, place, commit };
  }
  if (fate !== undefined && isMostlyKept(fate, then))
    return { kind: 'stands-as-quoted', because: `most of ${sayLines(then)} is ${asSeen(ground)}`, place };
  const moved = movedVerdict(then, seen, ground);
  if (moved !== undefined) return moved;
  const commit = leftIn(then);
  const isGone = fate?.kind === 'removed';
  const because = `${sayLines(then)} ${isGone ? 'were taken out' : 'changed'} ${sayChangeSince(commit, ground)}`;
  return { kind: isGone ? 'gone' : 'changed-since', because, place, commit };
}

/** The lines, with those around them, stand in another file now, and did not then. */
function movedVerdict({ first, last }: LineRange, seen: SourceText, ground: ClaimGround): Verdict | undefined {
  const block = linesOf(seen).slice(Math.max(0, first - 1 - AROUND), last + AROUND);
  const quote = quoteOf({ text: block.join('\n') });
  const there = quote.weight < TELLING_WEIGHT ? undefined : elsewhere(quote, ground);
  const because = `what was on ${sayLines({ first, last })} stands here now`;
  return there?.kind === 'moved' ? { ...there, because } : undefined;
}

/** git does not know the code that the document saw: only that the lines are there, and what they hold. */
function comparedWithNothing(lines: LineRange, file: CodeFile, { claim }: ClaimGround): Verdict {
  const name = nameNear(lines, file.text, claim);
  const isOne = lines.first === lines.last;
  const because =
    name === undefined
      ? `${sayLines(lines)} ${isOne ? 'is' : 'are'} there; nothing is quoted to compare with`
      : `${sayLines(lines)} ${isOne ? 'holds' : 'hold'} \`${name}\``;
  return { kind: 'stands-as-quoted', because, place: { path: file.path, lines } };
}
