/** What a document names that is no file by itself: a folder, or files of a kind (`jobs/*.py`). Shown, low, and never what a verdict rests on. */

import type { Claim, StatedPlace } from './claim.ts';
import { segmentsOf } from './find-path.ts';
import type { Anchor } from './replayed-claim.ts';
import type { RepositoryCode } from './repository-code.ts';
import { low } from './spoken-places.ts';

/** A folder is no place, and not missing either. */
export function isFolder(written: string, { paths }: RepositoryCode): boolean {
  const folder = `${segmentsOf(written).join('/')}/`;
  if (folder === '/') return false;
  return [...paths].some((path) => path.startsWith(folder) || path.includes(`/${folder}`));
}

/** What a folder tells of itself by. */
const HEADS = ['__init__.py', 'README.md', 'index.md'];
/** More are no place. */
const MOST_FILES = 5;

/** A folder that a claim names and nothing else stands for is shown as its package, so that it is not said to be nowhere. */
export function folderAnchors(places: readonly StatedPlace[], code: RepositoryCode): readonly Anchor[] {
  const written = [...new Set(places.map(({ path }) => path))].filter((path) => path !== '' && isFolder(path, code));
  return written.flatMap((folder) => {
    const because = `the document names the folder \`${folder}\`, and nothing in it`;
    return headsOf(segmentsOf(folder).join('/'), code).map((path) => low(path, 1, 1, because));
  });
}

function headsOf(folder: string, { paths }: RepositoryCode): readonly string[] {
  for (const head of HEADS) {
    const [only, ...others] = [...paths].filter((path) => `/${path}`.endsWith(`/${folder}/${head}`));
    if (only !== undefined && others.length === 0) return [only];
  }
  const within = [...paths].filter((path) => path.startsWith(`${folder}/`));
  return within.length > MOST_FILES ? [] : within;
}

export const isGlob = (path: string): boolean => path.includes('*');

/** The files of a kind that a claim names: those that hold what it quotes, else the first of them. */
export function globAnchors({ places, quotes }: Claim, code: RepositoryCode): readonly Anchor[] {
  const texts = quotes.filter(({ role, text }) => role === 'now' && !isGlob(text)).map(({ text }) => text.trim());
  return places
    .filter(({ path }) => isGlob(path))
    .flatMap(({ path: glob }) => {
      const meant = filesOf(glob, code);
      const holding = meant.flatMap((path) => {
        const text = texts.length === 0 ? undefined : code.file(path)?.text;
        const at = texts.map((each) => text?.content.indexOf(each) ?? -1).find((index) => index >= 0);
        if (text === undefined || at === undefined) return [];
        return low(path, text.lineAt(at), text.lineAt(at), `the quoted code stands here, in one of \`${glob}\``);
      });
      if (holding.length > 0) return holding.slice(0, MOST_FILES);
      return meant.slice(0, MOST_FILES).flatMap((path) => wholeFile(path, glob, code));
    });
}

function wholeFile(path: string, glob: string, code: RepositoryCode): readonly Anchor[] {
  const file = code.file(path);
  return file === undefined
    ? []
    : [low(path, 1, Math.max(1, file.lineCount), `one of \`${glob}\`, as the document says`)];
}

/** As globs are read; else, as people write them, with a star for folders one in another. */
function filesOf(glob: string, { paths }: RepositoryCode): readonly string[] {
  const pattern = segmentsOf(glob);
  if (pattern.filter(isGlob).length > MOST_STARS) return [];
  for (const isLoose of [false, true]) {
    const found = [...paths].filter((path) => {
      const segments = path.split('/');
      return segments.some((_, i) => fits(pattern, segments.slice(i), isLoose));
    });
    if (found.length > 0) return found;
  }
  return [];
}

const MOST_STARS = 3;

function fits([head, ...rest]: readonly string[], path: readonly string[], isLoose: boolean): boolean {
  if (head === undefined) return path.length === 0;
  if (head === '**' || (isLoose && head === '*' && rest.length > 0))
    return path.some((_, i) => fits(rest, path.slice(i), isLoose));
  const [name, ...below] = path;
  return name !== undefined && fitsName(head, name) && fits(rest, below, isLoose);
}

function fitsName(pattern: string, name: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === name;
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
