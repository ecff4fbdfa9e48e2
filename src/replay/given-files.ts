/** Which files of the repository the places of a claim mean. */

import type { Claim, QuotedCode, StatedPlace } from './claim.ts';
import { tokensIn } from './code-tokens.ts';
import { findPath, leavesRoot, segmentsOf } from './find-path.ts';
import { findQuote, findText, quotedLines } from './find-quote.ts';
import type { GitPast, PathFate } from './git-past.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/** What claims are held against. */
export interface Ground {
  readonly code: RepositoryCode;
  /** Undefined where there is no git. */
  readonly past: GitPast | undefined;
  /** Files that the document names for certain, in whatever claim: a base name that several files share means the one of them. */
  readonly named: ReadonlySet<string>;
}

/** A place of the document, and the file that it means. */
export type GivenFile =
  | {
      readonly kind: 'file';
      readonly place: StatedPlace;
      readonly file: CodeFile;
      /** The commit that gave it this path. */
      readonly renamedIn: string | undefined;
    }
  | { readonly kind: 'folder'; readonly place: StatedPlace; readonly folder: string }
  | { readonly kind: 'missing'; readonly place: StatedPlace; readonly fate: PathFate };

/** A guess is none: of a name that several files share, and nothing distinguishes, no file is meant. */
export function givenFiles(
  places: readonly StatedPlace[],
  quotes: readonly QuotedCode[],
  ground: Ground,
): readonly GivenFile[] {
  return places
    .filter(({ path }) => path !== '' && !path.includes('*'))
    .map((place) => givenFile(place, quotes, ground));
}

function givenFile(place: StatedPlace, quotes: readonly QuotedCode[], ground: Ground): GivenFile {
  const { code, past } = ground;
  const path = pathOf(place, quotes, ground);
  const file = path === undefined ? undefined : code.file(path);
  if (file !== undefined) return { kind: 'file', place, file, renamedIn: undefined };
  const folder = folderOf(place.path, code);
  if (folder !== undefined) return { kind: 'folder', place, folder };
  const fate: PathFate = past === undefined || leavesRoot(place.path) ? { kind: 'unknown' } : past.fateOf(place.path);
  const renamed = fate.kind === 'renamed' ? code.file(fate.to) : undefined;
  return fate.kind === 'renamed' && renamed !== undefined
    ? { kind: 'file', place, file: renamed, renamedIn: fate.in }
    : { kind: 'missing', place, fate };
}

function pathOf(
  { path: written, ranges }: StatedPlace,
  quotes: readonly QuotedCode[],
  ground: Ground,
): string | undefined {
  const { code, named } = ground;
  const found = findPath(written, code);
  const [sure] = found;
  if (sure !== undefined && sure.confidence !== 'low') return sure.path;
  const segments = segmentsOf(written);
  const alike = (code.byName.get(segments.at(-1) ?? '') ?? []).filter((path) =>
    `/${path}`.endsWith(`/${segments.join('/')}`),
  );
  return only(alike.filter((path) => named.has(path))) ?? only(holding(alike, quotes, ranges[0]?.first, code));
}

const only = (paths: readonly string[]): string | undefined => (paths.length === 1 ? paths[0] : undefined);

/** Those of several files that hold a quote; where several do, those that have it where the document says. */
function holding(
  paths: readonly string[],
  quotes: readonly QuotedCode[],
  near: number | undefined,
  code: RepositoryCode,
): readonly string[] {
  if (paths.length > MOST_ALIKE) return [];
  const wanted = quotes.filter(({ role }) => role === 'now').map(({ text }) => ({ text, lines: quotedLines(text) }));
  const found = paths.flatMap((path) => {
    const file = code.file(path);
    if (file === undefined) return [];
    const lines = wanted.flatMap((quote) => {
      const each = findQuote(quote.lines, tokensIn(file.text), near);
      return each !== undefined && each.share >= LEAST_SHARE
        ? each.lines
        : (findText(quote.text, file.text)?.lines ?? []);
    });
    return lines.length === 0 ? [] : { path, lines };
  });
  const placed = found.filter(({ lines }) =>
    lines.some(({ first }) => near !== undefined && Math.abs(first - near) <= FEW_LINES),
  );
  return (placed.length > 0 ? placed : found).map(({ path }) => path);
}

/** Of more files than these nobody asks which one holds a quote. */
const MOST_ALIKE = 60;
const LEAST_SHARE = 0.75;
/** The lines that a document gives and those of its quote are of one place. */
const FEW_LINES = 10;

/** A folder by its path, or the only one whose path ends so. */
function folderOf(written: string, { paths }: RepositoryCode): string | undefined {
  const folder = segmentsOf(written).join('/');
  if (folder === '') return undefined;
  const found = new Set<string>();
  for (const path of paths) {
    const at = `/${path}`.indexOf(`/${folder}/`);
    if (at === 0) return folder;
    if (at > 0) found.add(path.slice(0, at + folder.length));
  }
  return only([...found]);
}

/** The files that the claims of a document name for certain. */
export function filesNamed(claims: readonly Claim[], code: RepositoryCode): ReadonlySet<string> {
  const written = new Set(claims.flatMap(({ places }) => places.map(({ path }) => path)).filter(Boolean));
  return new Set(
    [...written].flatMap((path) =>
      findPath(path, code).flatMap((each) => (each.confidence === 'low' ? [] : each.path)),
    ),
  );
}
