/** What became of lines that a document gives. */

import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';
import { type ClaimGround, isNear, sayLines, seenFile } from './claim-ground.ts';
import { definitionsOf, holdsWord, lastPart, namesOf } from './definitions.ts';
import { AROUND, fateVerdict } from './fate-verdict.ts';
import { linesOf } from './line-changes.ts';
import type { Verdict } from './replayed-claim.ts';
import { type CodeFile, lineCountOf } from './repository-code.ts';

export function linesVerdict(range: LineRange, file: CodeFile, ground: ClaimGround): Verdict {
  const seen = seenFile(ground, file.path);
  const source = seen ?? file.text;
  const count = lineCountOf(source);
  const place = { path: file.path, lines: undefined };
  if (range.first > count)
    return {
      kind: 'not-found',
      because: `\`${file.path}\` ${seen === undefined ? 'has' : 'had'} ${count} lines`,
      place,
    };
  const names = namesOf(ground.claim);
  const right = rightLines(range, source, names, ground);
  const then = right?.lines ?? { first: range.first, last: Math.min(range.last, count) };
  const what =
    right === undefined
      ? sayLines(then)
      : `the document gives ${sayLines(range)}, and \`${right.name}\` is on ${sayLines(then)}`;
  if (seen !== undefined) return fateVerdict(what, then, seen, file, ground);
  // git does not know the code that the document saw.
  const held = names.find((name) => isNameNear(name, then, source));
  const because = `${what}: ${held === undefined ? 'nothing is quoted to compare with' : `with \`${held}\``}`;
  return { kind: 'stands-as-quoted', because, place: { path: file.path, lines: then } };
}

/** Where what the title names is defined, if the lines that the document gives hold none of the names of the claim. */
function rightLines(
  range: LineRange,
  text: SourceText,
  names: readonly string[],
  { claim }: ClaimGround,
): { readonly name: string; readonly lines: LineRange } | undefined {
  if (names.some((name) => isNameNear(name, range, text))) return undefined;
  const titled = names.filter((name) => claim.title.includes(name));
  const [found, ...others] = titled.flatMap((name) => {
    const [lines, ...more] = definitionsOf(name, text);
    return lines === undefined || more.length > 0 ? [] : { name, lines };
  });
  // Lines within the function that the title names are its lines.
  const isInside = found !== undefined && isNear(found.lines, range);
  return found === undefined || others.length > 0 || isInside ? undefined : found;
}

/** Whether a name is on lines, or beside them. */
const isNameNear = (name: string, { first, last }: LineRange, text: SourceText): boolean =>
  linesOf(text)
    .slice(Math.max(0, first - 1 - AROUND), last + AROUND)
    .some((line) => holdsWord(line, lastPart(name)));
