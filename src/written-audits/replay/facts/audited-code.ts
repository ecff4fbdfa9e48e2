/** Files as the document saw them. */

import { memoize } from '../../../collections/index.ts';
import { SourceText } from '../../../text/index.ts';
import type { Claim, LineRange, StatedPlace } from '../../claim.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { segmentsOf } from '../find-path.ts';
import type { GitPast } from '../git-past.ts';
import { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';

/** What was read and perhaps parsed already: several claims speak of one file, and several questions are asked of each. */
const filesOf = memoize((_past: GitPast) => new Map<string, CodeFile | undefined>());

/** A file as it was at the commit that the document looked at; undefined where git has none, or no such commit is known. */
export function auditedFile(path: string, { past, code }: VerdictGround): CodeFile | undefined {
  if (past?.audited === undefined) return undefined;
  const files = filesOf(past);
  if (!files.has(path)) {
    const content = past.contentAt(past.audited, path);
    files.set(path, content === undefined ? undefined : new CodeFile(path, new SourceText(content), code.parser));
  }
  return files.get(path);
}

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
