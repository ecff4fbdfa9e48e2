/** Files as the document saw them. */

import type { PythonParser } from '../../ast/lower/index.ts';
import { memoize } from '../../collections/index.ts';
import type { SourceText } from '../../text/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import type { Claim, LineRange, StatedPlace } from '../claim.ts';
import { segmentsOf } from '../find-path.ts';
import type { Version } from '../history.ts';
import type { AnchorGround } from '../meant-files.ts';
import type { PlacedQuote } from '../place-quotes.ts';
import { holdsQuote } from '../quote-past.ts';
import { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';

/** A file as it was at the commit that the document looked at; undefined where git has none, or no such commit is known. */
export function auditedFile(path: string, ground: AnchorGround): CodeFile | undefined {
  const audited = ground.past?.audited;
  return audited === undefined ? undefined : pastFile({ commit: audited, path }, ground);
}

/** What stood there when the document was written is a copy of what it quotes, and did not move. */
export function isOlder(quote: PlacedQuote, path: string, ground: AnchorGround): boolean {
  const before = auditedFile(path, ground);
  return before !== undefined && holdsQuote(quote, before.text);
}

/** A version of a file; one that still stands as it was is the file itself, and nobody takes it apart again. */
export function pastFile(version: Version, { past, code }: AnchorGround): CodeFile | undefined {
  const { commit, path } = version;
  const text = past?.textAt(commit, path);
  if (text === undefined) return undefined;
  const now = code.file(path);
  return now?.text.content === text.content ? now : fileOf(text, path, code.parser);
}

/** What was parsed already: several claims speak of one file, and several questions are asked of each. */
function fileOf(text: SourceText, path: string, parser: PythonParser): CodeFile {
  const files = filesOf(text);
  const known = files.get(path) ?? new CodeFile(path, text, parser);
  files.set(path, known);
  return known;
}

const filesOf = memoize((_text: SourceText) => new Map<string, CodeFile>());

/** The files of a claim that names some, all of them there and read whole; what is not there may hold what is asked for. */
export function wholeFiles(
  { files, missing }: AnchoredClaim,
  { code, conclusions }: VerdictGround,
): readonly CodeFile[] {
  if (missing.length > 0 || files.some((path) => conclusions.gapIn(path) !== undefined)) return [];
  return files.flatMap((path) => code.file(path) ?? []);
}

/** What a claim gives of a file, under whatever path. */
export function placesIn({ places }: Claim, file: string): readonly StatedPlace[] {
  return places.filter(({ path }) => {
    const written = `/${segmentsOf(path).join('/')}`;
    return path !== '' && (`/${file}`.endsWith(written) || written.endsWith(`/${file}`));
  });
}

/** Whether most of the lines that a document gives of the file of the defect stand as they did: of several one alone says little. */
export function isMostlyAsItWas({ claim, files }: AnchoredClaim, ground: VerdictGround): boolean {
  const [first] = files;
  const places =
    first === undefined
      ? []
      : placesIn(claim, first).flatMap(({ ranges }) => ranges.map((range) => ({ path: first, range })));
  const same = places.filter(({ path, range }) => {
    const now = new Set(linesOf(ground.code.file(path), { first: 1, last: Number.POSITIVE_INFINITY }));
    const then = linesOf(auditedFile(path, ground), range);
    return then.length > 0 && then.every((line) => now.has(line));
  });
  return places.length >= SEVERAL && same.length * 2 > places.length;
}

const SEVERAL = 3;

/** Lines that are code, without their indentation. */
export function linesOf(file: CodeFile | undefined, { first, last }: LineRange): readonly string[] {
  if (file === undefined) return [];
  const count = Math.max(0, Math.min(last, file.lineCount) - first + 1);
  const lines = Array.from({ length: count }, (_, i) => file.text.lineText(first + i).trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
