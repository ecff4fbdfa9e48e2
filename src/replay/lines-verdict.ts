/** What became of lines that a document gives. */

import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';
import { type ClaimGround, isNear, sayCommit, sayLines, seenFile } from './claim-ground.ts';
import { blockAround, definitionsOf, holdsWord, namesOf } from './definitions.ts';
import { fateOfLines, isMostlyKept, linesOf } from './line-changes.ts';
import { quoteOf, quoteVerdict, sayShift, TELLING_WEIGHT } from './quote-verdict.ts';
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
      commit: undefined,
    };
  const [named] = namesOf(ground.claim);
  // A title that is a name and nothing else speaks of what has that name: other lines are none of it.
  const isItsName = named !== undefined && ground.claim.title.replaceAll(/[`()\s]/g, '') === named;
  if (isItsName && !holdsWord(source.content, named.split('.').at(-1) ?? named))
    return {
      kind: 'not-found',
      because: `\`${named}\` stands nowhere in \`${file.path}\``,
      place: { path: file.path, lines: undefined },
      commit: undefined,
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
  const around = linesOf(text).slice(Math.max(0, range.first - 1 - AROUND), range.last + AROUND);
  if (names.some((name) => around.some((line) => holdsWord(line, name.split('.').at(-1) ?? name)))) return undefined;
  const titled = names.filter((name) => claim.title.includes(name));
  const [found, ...others] = titled.flatMap((name) => {
    const [lines, ...more] = definitionsOf(name, text);
    return lines === undefined || more.length > 0 ? [] : { name, lines };
  });
  // Lines within the function that the title names are its lines.
  const isInside = found !== undefined && isNear(found.lines, range);
  return found === undefined || others.length > 0 || isInside ? undefined : found;
}

const AROUND = 3;

function since(then: LineRange, seen: SourceText, file: CodeFile, ground: ClaimGround): Verdict {
  const { past } = ground;
  const audited = sayCommit(past?.audited ?? '');
  const fate = fateOfLines(then, seen, file.text);
  if (fate?.kind === 'kept') {
    const shift = fate.lines.first === then.first ? '' : `, ${sayShift(then.first, fate.lines.first)}`;
    const because = `${sayLines(then)} ${then.first === then.last ? 'is' : 'are'} as at ${audited}${shift}`;
    const place = { path: file.path, lines: fate.lines };
    const around = then.first === then.last ? blockAround(then.first, seen) : undefined;
    const isAsItWas = around === undefined || fateOfLines(around, seen, file.text)?.kind === 'kept';
    if (isAsItWas) return { kind: 'stands-as-quoted', because, place, commit: undefined };
    // One line says little: what is wrong there was mended beside it, as often as not.
    const commit = past?.lastHeld(file.path, (text) => fateOfLines(around, seen, text)?.kind === 'kept')?.leftIn;
    const by = commit === undefined ? '' : ` in ${sayCommit(commit)}`;
    return { kind: 'changed-since', because: `${because}; the function around it changed${by}`, place, commit };
  }
  if (fate !== undefined && isMostlyKept(fate, then))
    return {
      kind: 'stands-as-quoted',
      because: `most of ${sayLines(then)} is as at ${audited}`,
      place: { path: file.path, lines: fate.lines },
      commit: undefined,
    };
  const moved = movedVerdict(then, seen, ground);
  if (moved !== undefined) return moved;
  const commit = past?.lastHeld(file.path, (text) => fateOfLines(then, seen, text)?.kind === 'kept')?.leftIn;
  const by = commit === undefined ? `since ${audited}` : `in ${sayCommit(commit)}`;
  const kind = fate?.kind === 'removed' ? 'gone' : 'changed-since';
  const place = { path: file.path, lines: kind === 'gone' ? undefined : fate?.lines };
  return { kind, because: `${sayLines(then)} ${kind === 'gone' ? 'were taken out' : 'changed'} ${by}`, place, commit };
}

/** The lines, with those around them, stand in another file now, and did not then. */
function movedVerdict({ first, last }: LineRange, seen: SourceText, ground: ClaimGround): Verdict | undefined {
  const block = linesOf(seen)
    .slice(Math.max(0, first - 1 - AROUND), last + AROUND)
    .join('\n');
  const quote = quoteOf({ text: block });
  const verdict = quote.weight < TELLING_WEIGHT ? undefined : quoteVerdict(quote, ground);
  return verdict?.kind !== 'moved'
    ? undefined
    : { ...verdict, because: `what was on ${sayLines({ first, last })} stands here now` };
}

/** git does not know the code that the document saw: only that the lines are there, and what they hold. */
function comparedWithNothing(lines: LineRange, file: CodeFile, { claim }: ClaimGround): Verdict {
  const here = linesOf(file.text).slice(Math.max(0, lines.first - 1 - AROUND), lines.last + AROUND);
  const name = namesOf(claim).find((each) => here.some((line) => holdsWord(line, each.split('.').at(-1) ?? each)));
  const because =
    name === undefined
      ? `${sayLines(lines)} ${lines.first === lines.last ? 'is' : 'are'} there; nothing is quoted to compare with`
      : `${sayLines(lines)} ${lines.first === lines.last ? 'holds' : 'hold'} \`${name}\``;
  return { kind: 'stands-as-quoted', because, place: { path: file.path, lines }, commit: undefined };
}
