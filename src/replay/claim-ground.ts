import type { Claim, LineRange } from './claim.ts';
import { type GivenFile, type Ground, givenFiles } from './given-files.ts';
import type { CodeFile } from './repository-code.ts';

/** A claim with the files that it means. */
export interface ClaimGround extends Ground {
  readonly claim: Claim;
  readonly given: readonly GivenFile[];
  /** Those that are there, each once. */
  readonly files: readonly CodeFile[];
  /** Those that the part of the document around it names. */
  readonly about: readonly CodeFile[];
}

export function groundOf(claim: Claim, ground: Ground): ClaimGround {
  const given = givenFiles(claim.places, claim.quotes, ground);
  // What became of a file that is not there is asked only of those that a claim names itself.
  const around = givenFiles(claim.about, claim.quotes, { ...ground, past: undefined });
  const files = filesIn(given);
  return { ...ground, claim, given, files, about: filesIn(around).filter((file) => !files.includes(file)) };
}

const filesIn = (given: readonly GivenFile[]): readonly CodeFile[] => [
  ...new Set(given.flatMap((each) => (each.kind === 'file' ? each.file : []))),
];

/** The lines that the document gives in a file. */
export const linesGiven = ({ given }: ClaimGround, path: string): readonly LineRange[] =>
  given.flatMap((each) => (each.kind === 'file' && each.file.path === path ? each.place.ranges : []));

/** A file as the document saw it; undefined where git does not tell. */
export function seenFile({ given, past }: ClaimGround, path: string) {
  const written = given.find((each) => each.kind === 'file' && each.file.path === path)?.place.path ?? path;
  return past?.seen(written, path);
}

/** Whether a file came in after the document was written. */
export function isNewFile({ past, given }: ClaimGround, path: string): boolean {
  if (past?.audited === undefined || given.some((each) => each.kind === 'file' && each.renamedIn !== undefined))
    return false;
  return !past.pathsAt(past.audited).paths.has(path);
}

/** Files of the claim that were deleted, by the path that they had last. */
export const deletedFiles = ({ given }: ClaimGround): readonly { readonly path: string; readonly in: string }[] =>
  given.flatMap((each) => (each.kind === 'missing' && each.fate.kind === 'deleted' ? each.fate : []));

/** "line 12", "lines 12–14". */
export const sayLines = ({ first, last }: LineRange): string =>
  first === last ? `line ${first}` : `lines ${first}–${last}`;

/** As git's own commands shorten it, a little longer. */
export const sayCommit = (commit: string): string => commit.slice(0, 8);

/** Lines beside the place that the document gives that still are that place. */
const NEAR_LINES = 3;

export const isNear = (one: LineRange, other: LineRange): boolean =>
  one.first - NEAR_LINES <= other.last && other.first <= one.last + NEAR_LINES;
