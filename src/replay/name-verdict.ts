/** What became of functions, classes and variables that a document names. */

import { isInTestFolder } from '../semantics/context/file-role.ts';
import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';
import { asSeen, type ClaimGround, isNewFile, sayChange, sayChangeSince, sayLines, seenFile } from './claim-ground.ts';
import { definitionsOf, holdsWord, lastPart, usesOf } from './definitions.ts';
import { fateOfLines, isMostlyKept, linesOf } from './line-changes.ts';
import type { Verdict } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';

/** Undefined where no file that it may be in holds it, or ever held it: it may be no name of this code at all. */
export function nameVerdict(name: string, ground: ClaimGround): Verdict | undefined {
  // In a file that came in since, it is no place that the document saw.
  const files = ground.files.filter(({ path }) => !isNewFile(ground, path));
  for (const file of files) {
    const [lines] = definitionsOf(name, file.text);
    if (lines !== undefined) return definedHere(name, lines, file, ground);
  }
  return (
    usedHere(name, files) ?? leftName(name, ground) ?? definedElsewhere(name, ground) ?? usedHere(name, ground.about)
  );
}

function usedHere(name: string, files: readonly CodeFile[]): Verdict | undefined {
  for (const file of files) {
    const [lines] = usesOf(name, file.text);
    if (lines === undefined) continue;
    const because = `\`${name}\` stands on ${sayLines(lines)}`;
    return { kind: 'stands-as-quoted', because, place: { path: file.path, lines } };
  }
  return undefined;
}

function definedHere(name: string, lines: LineRange, file: CodeFile, ground: ClaimGround): Verdict {
  const place = { path: file.path, lines };
  const stands = (because: string): Verdict => ({ kind: 'stands-as-quoted', because, place });
  const seen = seenFile(ground, file.path);
  const [then] = seen === undefined ? [] : definitionsOf(name, seen);
  if (seen === undefined || then === undefined) return stands(`\`${name}\` is defined on ${sayLines(lines)}`);
  const before = textOf(name, seen);
  if (before === textOf(name, file.text)) return stands(`\`${name}\` is ${asSeen(ground)}`);
  if (isMostlyKept(fateOfLines(then, seen, file.text), then)) return stands(`most of \`${name}\` is ${asSeen(ground)}`);
  const commit = ground.past?.lastHeld(file.path, (text) => textOf(name, text) === before)?.leftIn;
  return { kind: 'changed-since', because: `\`${name}\` changed ${sayChangeSince(commit, ground)}`, place, commit };
}

/** All that defines it, without what formatting changes at the ends of lines. */
function textOf(name: string, text: SourceText): string | undefined {
  const found = definitionsOf(name, text);
  const lines = linesOf(text);
  return found.length === 0
    ? undefined
    : found.flatMap(({ first, last }) => lines.slice(first - 1, last).map((line) => line.trimEnd())).join('\n');
}

/** It was defined in a file of the claim, or stood there. */
function leftName(name: string, { files, past }: ClaimGround): Verdict | undefined {
  for (const { path } of files) {
    const defined = past?.lastHeld(path, (text) => definitionsOf(name, text).length > 0);
    const held = defined ?? past?.lastHeld(path, (text) => holdsWord(text.content, name));
    if (held === undefined) continue;
    const commit = held.leftIn;
    const place = { path, lines: undefined };
    return defined === undefined
      ? { kind: 'changed-since', because: `the lines with \`${name}\` changed ${sayChange(commit)}`, place, commit }
      : { kind: 'gone', because: `the definition of \`${name}\` was taken out ${sayChange(commit)}`, place, commit };
  }
  return undefined;
}

/** In the only file that defines it, where the document names no file, or another. */
function definedElsewhere(name: string, ground: ClaimGround): Verdict | undefined {
  const last = lastPart(name);
  const files = last.length < SHORTEST ? [] : ground.code.filesWith(last);
  const homes = files.length > MOST_FILES ? [] : files.filter(({ text }) => definitionsOf(name, text).length > 0);
  const [home, ...others] = homes.length === 1 ? homes : homes.filter(({ path }) => !isInTestFolder(path));
  if (home === undefined || others.length > 0) return undefined;
  const [lines] = definitionsOf(name, home.text);
  return lines === undefined ? undefined : definedHere(name, lines, home, ground);
}

const SHORTEST = 4;
const MOST_FILES = 60;
