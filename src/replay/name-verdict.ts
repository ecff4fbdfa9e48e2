/** What became of functions, classes and variables that a document names. */

import { isInTestFolder } from '../semantics/context/file-role.ts';
import { type ClaimGround, isNewFile, sayChange, sayLines, seenFile } from './claim-ground.ts';
import { definitionsOf, holdsWord, lastPart, usesOf } from './definitions.ts';
import { fateVerdict } from './fate-verdict.ts';
import { linesOf } from './line-changes.ts';
import type { Verdict } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';

/** Undefined where no file holds it, or ever held it: it may be no name of this code at all. */
export function nameVerdict(name: string, ground: ClaimGround): Verdict | undefined {
  // In a file that came in since, it is no place that the document saw.
  const files = ground.files.filter(({ path }) => !isNewFile(ground, path));
  const firstOf = (among: readonly CodeFile[], lookUp: typeof definedIn): Verdict | undefined => {
    for (const file of among) {
      const verdict = lookUp(name, file, ground);
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  };
  return (
    firstOf(files, definedIn) ??
    firstOf(files, usedIn) ??
    firstOf(files, leftOf) ??
    firstOf(homesOf(name, ground), definedIn) ??
    firstOf(ground.about, usedIn)
  );
}

function definedIn(name: string, file: CodeFile, ground: ClaimGround): Verdict | undefined {
  const [lines] = definitionsOf(name, file.text);
  if (lines === undefined) return undefined;
  const seen = seenFile(ground, file.path);
  const [then] = seen === undefined ? [] : definitionsOf(name, seen);
  const what = `\`${name}\` on ${sayLines(lines)}`;
  if (seen !== undefined && then !== undefined) {
    const [before, now] = [
      linesOf(seen).slice(then.first - 1, then.last),
      linesOf(file.text).slice(lines.first - 1, lines.last),
    ];
    if (before.join('\n') !== now.join('\n'))
      return { ...fateVerdict(what, then, seen, file, ground), place: { path: file.path, lines } };
  }
  return { kind: 'stands-as-quoted', because: what, place: { path: file.path, lines } };
}

function usedIn(name: string, { text, path }: CodeFile): Verdict | undefined {
  if (!holdsWord(text.content, name)) return undefined;
  const [lines] = usesOf(name, text);
  const because = `\`${name}\` is ${lines === undefined ? 'in this file' : `on ${sayLines(lines)}`}`;
  return { kind: 'stands-as-quoted', because, place: { path, lines } };
}

/** It was defined there, or stood there. */
function leftOf(name: string, { path }: CodeFile, { past }: ClaimGround): Verdict | undefined {
  const defined = past?.lastHeld(path, (text) => definitionsOf(name, text).length > 0);
  const held = defined ?? past?.lastHeld(path, (text) => holdsWord(text.content, name));
  if (held === undefined) return undefined;
  const because = `${defined === undefined ? 'the lines with' : 'the definition of'} \`${name}\`: removed ${sayChange(held.leftIn)}`;
  const kind = defined === undefined ? 'changed-since' : 'gone';
  return { kind, because, place: { path, lines: undefined }, commit: held.leftIn };
}

/** The only file that defines it, where the document names no file, or another. */
function homesOf(name: string, { code }: ClaimGround): readonly CodeFile[] {
  const last = lastPart(name);
  const files = last.length < SHORTEST ? [] : code.filesWith(last);
  const homes = files.length > MOST_FILES ? [] : files.filter(({ text }) => definitionsOf(name, text).length > 0);
  const found = homes.length === 1 ? homes : homes.filter(({ path }) => !isInTestFolder(path));
  return found.length === 1 ? found : [];
}

const SHORTEST = 4;
const MOST_FILES = 60;
