/** What became of code that a document quotes. */

import { type ClaimGround, deletedFiles, isNear, linesGiven, sayChange, sayLines, seenFile } from './claim-ground.ts';
import { tokensIn } from './code-tokens.ts';
import { fateVerdict } from './fate-verdict.ts';
import { findQuote } from './find-quote.ts';
import { fateOfLines } from './line-changes.ts';
import {
  elsewhere,
  type Found,
  findIn,
  findWhole,
  foundElsewhere,
  holdsWhole,
  MIN_WEIGHT,
  type Quote,
} from './quotes.ts';
import type { Verdict } from './replayed-claim.ts';

export function quoteVerdict(quote: Quote, ground: ClaimGround): Verdict {
  const [here] = findIn(quote, ground.files, ground);
  if (here !== undefined) return standing(quote, here, ground);
  const [around] = findIn(quote, ground.about, ground);
  if (around !== undefined) return foundElsewhere(quote, around, ground);
  const there = elsewhere(quote, ground);
  if (there?.kind === 'moved') return there;
  // A copy that stood there all along is no place that it went to.
  const notFound: Verdict = { kind: 'not-found', because: 'no file contains the quoted code' };
  return leftVerdict(quote, ground) ?? there ?? partVerdict(quote, ground) ?? notFound;
}

/** In a file of the claim: on the lines that the document gives, wherever they are now, or on others. */
function standing(quote: Quote, { file, lines }: Found, ground: ClaimGround): Verdict {
  const seen = seenFile(ground, file.path);
  const given = linesGiven(ground, file.path);
  const [first] = given;
  const then = seen === undefined ? undefined : findWhole(quote, seen, first?.first);
  if (seen !== undefined && then !== undefined && given.some((range) => isNear(range, then))) {
    const fate = fateVerdict('the quoted code', then, seen, file, ground);
    // A few words are in many places: those that are meant changed, and others are left.
    if (fate.kind === 'stands-as-quoted' || quote.weight < MIN_WEIGHT) return fate;
  }
  const isOther = first !== undefined && !given.some((range) => isNear(range, then ?? lines));
  const because = `the quoted code is on ${sayLines(lines)}${isOther ? `; the document gives ${sayLines(first)}` : ''}`;
  return { kind: 'stands-as-quoted', because, place: { path: file.path, lines } };
}

/** It stood in a file of the claim once, as git shows, and is nowhere any more. */
function leftVerdict(quote: Quote, ground: ClaimGround): Verdict | undefined {
  const { past, files } = ground;
  if (past === undefined || quote.lines.length === 0) return undefined;
  for (const deleted of deletedFiles(ground)) {
    if (past.lastHeld(deleted.path, (text) => holdsWhole(quote, text)) === undefined) continue;
    const because = `\`${deleted.path}\`, which held the quoted code, was deleted`;
    return { kind: 'gone', because, commit: deleted.in };
  }
  for (const file of files) {
    const held = past.lastHeld(file.path, (text) => holdsWhole(quote, text));
    const then = held && findWhole(quote, held.text, linesGiven(ground, file.path)[0]?.first);
    if (held === undefined || then === undefined) continue;
    const fate = fateOfLines(then, held.text, file.text);
    const isGone = fate?.kind === 'removed';
    const because = `the quoted code: ${isGone ? 'removed' : 'changed'} ${sayChange(held.leftIn)}`;
    const place = { path: file.path, lines: isGone ? undefined : fate?.lines };
    return { kind: isGone ? 'gone' : 'changed-since', because, place, commit: held.leftIn };
  }
  return undefined;
}

/** A quote that leaves something out or puts it differently stands as far as it did when the document saw it, or for the most part. */
function partVerdict(quote: Quote, ground: ClaimGround): Verdict | undefined {
  for (const file of ground.files) {
    const seen = seenFile(ground, file.path);
    const found = findQuote(quote.lines, tokensIn(file.text), linesGiven(ground, file.path)[0]?.first);
    const then = seen && findQuote(quote.lines, tokensIn(seen), found?.lines.first);
    if (found === undefined || found.share < Math.max(HALF, Math.min(MOSTLY, then?.share ?? MOSTLY))) continue;
    const because = `${Math.round(found.share * 100)} % of the quoted code is on ${sayLines(found.lines)}`;
    return { kind: 'stands-as-quoted', because, place: { path: file.path, lines: found.lines } };
  }
  return undefined;
}

const HALF = 0.5;
const MOSTLY = 0.75;
