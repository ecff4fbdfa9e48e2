import type { SourceText } from '../text/index.ts';
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

/** As what the document gives a file; undefined for one that only its part of the document names, or nothing. */
export const givenAs = ({ given }: ClaimGround, path: string) =>
  given.flatMap((each) => (each.kind === 'file' && each.file.path === path ? each : []))[0];

/** The lines that the document gives in a file. */
export const linesGiven = ({ given }: ClaimGround, path: string): readonly LineRange[] =>
  given.flatMap((each) => (each.kind === 'file' && each.file.path === path ? each.place.ranges : []));

/** A file as the document saw it; undefined where git does not tell. */
export const seenFile = (ground: ClaimGround, path: string): SourceText | undefined =>
  ground.past?.seen(givenAs(ground, path)?.place.path ?? path, path);

/** Whether a file came in after the document was written. */
export function isNewFile(ground: ClaimGround, path: string): boolean {
  const { past } = ground;
  if (past?.audited === undefined || givenAs(ground, path)?.renamedIn !== undefined) return false;
  return !past.pathsAt(past.audited).paths.has(path);
}

/** Files of the claim that were deleted, by the path that they had last. */
export const deletedFiles = ({ given }: ClaimGround): readonly { readonly path: string; readonly in: string }[] =>
  given.flatMap((each) => (each.kind === 'missing' && each.fate.kind === 'deleted' ? each.fate : []));

/** "line 12", "lines 12–14". */
export const sayLines = ({ first, last }: LineRange): string =>
  first === last ? `line ${first}` : `lines ${first}–${last}`;

/** As git's own commands shorten it, a little longer. */
const sayCommit = (commit: string): string => commit.slice(0, 8);

/** "as at 9ac1b998": as the document saw it. */
export const asSeen = ({ past }: Ground): string => `as at ${sayCommit(past?.audited ?? '')}`;

/** "in 9ac1b998": the commit that changed something, or that none has yet. */
export const sayChange = (commit: string | undefined): string =>
  commit === undefined ? 'by uncommitted changes' : `in ${sayCommit(commit)}`;

/** The same of what may have changed in more commits than are looked at. */
export const sayChangeSince = (commit: string | undefined, { past }: Ground): string =>
  commit === undefined ? `since ${sayCommit(past?.audited ?? '')}` : sayChange(commit);

/** Lines beside the place that the document gives that still are that place. */
const NEAR_LINES = 3;

export const isNear = (one: LineRange, other: LineRange): boolean =>
  one.first - NEAR_LINES <= other.last && other.first <= one.last + NEAR_LINES;

/** ", 2 lines further down"; nothing where it is the same line. */
export function sayShift(before: number, now: number): string {
  const by = Math.abs(now - before);
  return by === 0 ? '' : `, ${by} ${by === 1 ? 'line' : 'lines'} further ${now > before ? 'down' : 'up'}`;
}
