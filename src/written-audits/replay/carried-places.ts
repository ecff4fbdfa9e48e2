/** What the document saw, carried to where it stands now: the function around its lines, and names that are gone since. */

import type { LineRange } from '../claim.ts';
import type { Anchor } from '../replayed-claim.ts';
import { type NamedPlace, namedIn } from './code-names.ts';
import { pastFile } from './facts/audited-code.ts';
import { isTest } from './facts/missing-tests.ts';
import type { AnchorGround } from './meant-files.ts';
import { constructAround, type NamedConstruct } from './named-constructs.ts';
import type { CodeFile } from './repository-code.ts';

/** A file as the document saw it, where it was another one. */
function seenFile({ path }: CodeFile, written: string, ground: AnchorGround): CodeFile | undefined {
  const seen = ground.past?.seenAs(written, path);
  const before = seen === undefined ? undefined : pastFile(seen, ground);
  return before?.text.content === ground.code.file(path)?.text.content ? undefined : before;
}

/**
 * Where the function, else the class, stands now that was around a line: undefined where git's difference leads into it anyway, or nothing
 * is known of it. Without lines: it is gone, and what git puts there is something else.
 */
export function carriedFunction(
  range: LineRange,
  now: LineRange,
  file: CodeFile,
  written: string,
  ground: AnchorGround,
): Anchor | 'gone' | undefined {
  const seen = seenFile(file, written, ground);
  const around = seen === undefined ? undefined : constructAround(seen.constructs, range.first);
  if (around === undefined) return undefined;
  const here = homesOf(around, file);
  if (here.some(({ lines }) => lines.first <= now.last && now.first <= lines.last)) return undefined;
  const others = here.length > 0 ? [] : ground.code.filesWith(around.name).filter(({ path }) => !isTest(path));
  const [home, ...more] = (here.length > 0 ? [file] : others).flatMap((each) =>
    homesOf(around, each).map(({ lines }) => ({ path: each.path, lines })),
  );
  if (home === undefined) return 'gone';
  if (more.length > 0) return undefined;
  const because = `\`${around.qualifiedName}\`, which was around line ${range.first} as the document saw it, stands here now`;
  return { ...home, confidence: 'medium', because };
}

/** By its whole name; in no class or another one where it is called so by nobody but programmers. */
function homesOf({ kind, name, qualifiedName }: NamedConstruct, { constructs }: CodeFile): readonly NamedConstruct[] {
  const alike = constructs.filter((each) => each.kind === kind && each.name === name);
  const same = alike.filter((each) => each.qualifiedName === qualifiedName);
  return same.length > 0 || name.startsWith('__') ? same : alike;
}

/** Where what had a name stood that its file has no more. */
export function lostPlaces(
  names: readonly string[],
  files: readonly CodeFile[],
  ground: AnchorGround,
): readonly NamedPlace[] {
  return files.flatMap((file) => {
    const seen = seenFile(file, file.path, ground);
    const words = new Set(file.tokens.map(({ text }) => text));
    const lost = names.filter((name) => !words.has(name.slice(name.lastIndexOf('.') + 1)));
    if (seen === undefined) return [];
    return namedIn(lost, seen).flatMap((place) => {
      const lines = ground.past?.drift(file.path, place.lines, file.path);
      return lines === undefined ? [] : { ...place, lines, isLost: true };
    });
  });
}
