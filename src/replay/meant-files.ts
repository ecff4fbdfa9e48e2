/** Which files of the repository the places of a claim mean. */

import type { Claim, LineRange, QuotedCode, StatedPlace } from './claim.ts';
import { modulesOf } from './code-names.ts';
import { findPath, leavesRoot, type MeantFile, segmentsOf } from './find-path.ts';
import { findQuote, findText, type QuotedLine, quotedLines } from './find-quote.ts';
import { isFolder, isGlob } from './folder-places.ts';
import type { GitPast, PathFate } from './git-past.ts';
import type { Confidence } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';
import { wordsInFull } from './rule-fit.ts';

/** A path that the document gives and that is no file of the repository. */
export interface MissingPath {
  readonly place: StatedPlace;
  readonly fate: PathFate;
}

/** What code is looked at, and what git knows of it before. */
export interface AnchorGround {
  readonly code: RepositoryCode;
  /** Files that the document names for certain, in whatever claim: a base name that several files share means the one of them. */
  readonly named?: ReadonlySet<string>;
  readonly past: GitPast | undefined;
}

const folderOf = (written: string): string => segmentsOf(written).slice(0, -1).join('/');

/** A file of the repository, for a place of the document. */
export interface MeantPlace {
  readonly path: string;
  readonly place: StatedPlace;
  readonly confidence: Confidence;
  readonly because: string | undefined;
}

export function meantFiles(
  places: readonly StatedPlace[],
  { code, past, named }: AnchorGround,
  { quotes, title }: Pick<Claim, 'quotes' | 'title'> = { quotes: [], title: '' },
): { readonly meant: readonly MeantPlace[]; readonly missing: readonly MissingPath[] } {
  const meant: MeantPlace[] = [];
  const missing: MissingPath[] = [];
  for (const place of places) {
    if (place.path === '') continue;
    if (isGlob(place.path) || isFolder(place.path, code)) continue;
    const alike = oneNamed(place.path, oneTitled(findPath(place.path, code), title), code, named);
    const found = oneQuoted(place, alike, quotes, code);
    const isSure = found.some(({ confidence }) => confidence !== 'low');
    const isAsked = !isSure && past !== undefined && !leavesRoot(place.path);
    const fate: PathFate = isAsked ? past.fateOf(place.path) : { kind: 'unknown' };
    if (fate.kind === 'renamed' && code.paths.has(fate.to)) {
      const because = `\`${place.path}\` was renamed to it in ${fate.in.slice(0, 8)}`;
      meant.push({ path: fate.to, place, confidence: 'high', because });
      continue;
    }
    if (!isSure) missing.push({ place, fate });
    // A deleted file is not the one that has its name elsewhere; nor is one whose folder is there and holds none of this name.
    const isThere = isSure || found.some(({ path }) => `/${path}`.endsWith(`/${segmentsOf(place.path).join('/')}`));
    if (fate.kind !== 'deleted' && (isThere || !isFolder(folderOf(place.path), code)))
      meant.push(...found.map((each) => ({ ...each, place })));
  }
  return { meant, missing };
}

/** The files that the claims of a document name for certain. */
export function filesNamed(claims: readonly Claim[], code: RepositoryCode): ReadonlySet<string> {
  const places = claims.flatMap((claim) => claim.places).filter(({ path }) => path !== '');
  return new Set(
    places.flatMap(({ path }) => findPath(path, code).flatMap((each) => (each.confidence === 'low' ? [] : each.path))),
  );
}

/** Of several files of one name the one in a folder that the title speaks of. */
function oneTitled(found: readonly MeantFile[], title: string): readonly MeantFile[] {
  if (found.length < 2) return found;
  const said = new Set(wordsInFull(title));
  const foldersOf = ({ path }: MeantFile): readonly string[] => path.split('/').slice(0, -1);
  const isTold = (folder: string): boolean => {
    const words = wordsInFull(folder);
    return words.length > 0 && words.every((word) => said.has(word));
  };
  const isShared = (folder: string): boolean => found.every((each) => foldersOf(each).includes(folder));
  const [only, ...others] = found.filter((each) =>
    foldersOf(each).some((folder) => isTold(folder) && !isShared(folder)),
  );
  if (only === undefined || others.length > 0) return found;
  return [{ path: only.path, confidence: 'medium', because: 'the title speaks of its folder' }];
}

/** Of several files that a name may mean, or too many, the one that the document names elsewhere. */
function oneNamed(
  written: string,
  found: readonly MeantFile[],
  { byName }: RepositoryCode,
  named: ReadonlySet<string> | undefined,
): readonly MeantFile[] {
  if (found.some(({ confidence }) => confidence !== 'low')) return found;
  const segments = segmentsOf(written);
  const alike = (byName.get(segments.at(-1) ?? '') ?? []).filter((path) =>
    `/${path}`.endsWith(`/${segments.join('/')}`),
  );
  const [only, ...others] = alike.filter((path) => named?.has(path) === true);
  if (only === undefined || others.length > 0) return found;
  return [{ path: only, confidence: 'medium', because: 'the document names it elsewhere' }];
}

/** Of more files than these nobody asks which one holds a quote. */
const MOST_ALIKE = 60;
/** The lines that a document gives and those of its quote are of one place. */
const FEW_LINES = 10;

/** Of several files of one name, or too many, the one that holds what the claim quotes; where several do, the one that has it on the lines given. */
function oneQuoted(
  { path: written, ranges }: StatedPlace,
  found: readonly MeantFile[],
  quotes: readonly QuotedCode[],
  code: RepositoryCode,
): readonly MeantFile[] {
  if (found.some(({ confidence }) => confidence !== 'low') || /[\\/]/.test(written)) return found;
  const alike = code.byName.get(written) ?? [];
  if (alike.length > MOST_ALIKE) return found;
  const now = quotes.filter(({ role }) => role === 'now').map(({ text }) => ({ text, lines: quotedLines(text) }));
  const holding = alike.flatMap((path) => {
    const lines = now.flatMap((quote) => quotedAt(quote, code.file(path)) ?? []);
    return lines.length === 0 ? [] : { path, lines };
  });
  const placed = holding.filter(({ lines }) =>
    lines.some((each) =>
      ranges.some(({ first, last }) => each.first - FEW_LINES <= last && first <= each.last + FEW_LINES),
    ),
  );
  const [only, ...others] = placed.length > 0 ? placed : holding;
  if (only === undefined || others.length > 0) return found;
  return [{ path: only.path, confidence: 'medium', because: 'of the files of its name it holds the quoted code' }];
}

function quotedAt(
  { text, lines }: { readonly text: string; readonly lines: readonly QuotedLine[] },
  file: CodeFile | undefined,
): LineRange | undefined {
  if (file === undefined) return undefined;
  const quoted = findQuote(lines, file.tokens);
  return quoted !== undefined && quoted.share >= LEAST_QUOTED ? quoted.lines : findText(text, file.text)?.lines;
}

const LEAST_QUOTED = 0.75;

/** Modules that a claim without a file names as Python does, such as the logger of a line of output. */
export function meantModules({ title, text, names }: Claim, code: RepositoryCode): MeantPlace[] {
  return modulesOf([title, text, ...names].join(' ')).flatMap((module) => {
    const path = module.replaceAll('.', '/');
    const found = [`${path}.py`, `${path}/__init__.py`].flatMap((each) => findPath(each, code));
    const [only, ...others] = found.filter(({ confidence }) => confidence === 'high');
    if (only === undefined || others.length > 0) return [];
    const place: StatedPlace = { path: only.path, ranges: [], line: 1 };
    return [{ path: only.path, place, confidence: 'medium', because: `\`${module}\` is its module` }];
  });
}
