/** A claim → what became of each thing that it gives, and of the claim. */

import type { Claim } from './claim.ts';
import {
  asSeen,
  type ClaimGround,
  givenAs,
  groundOf,
  isNear,
  isNewFile,
  sayChange,
  sayChangeSince,
  seenFile,
} from './claim-ground.ts';
import { nameAlone, namesInProse, namesOf } from './definitions.ts';
import type { GivenFile, Ground } from './given-files.ts';
import { linesVerdict } from './lines-verdict.ts';
import { nameVerdict } from './name-verdict.ts';
import { proposalVerdict } from './proposal-verdict.ts';
import { quoteVerdict } from './quote-verdict.ts';
import { quoteOf } from './quotes.ts';
import type { GivenPlace, ReplayedClaim, Verdict, VerdictKind } from './replayed-claim.ts';

/** What a scan finds at its places is reported by the scan. */
export function judgeClaim(claim: Claim, around: Ground): Omit<ReplayedClaim, 'seeAlso'> {
  const ground = groundOf(claim, around);
  const quotes = quotedPlaces(ground);
  const lines = linedPlaces(ground).filter((each) => !quotes.some((quote) => isSamePlace(quote.verdict, each.verdict)));
  const proposal = proposalVerdict(ground);
  // What is called by a name alone is about it, whatever is on its lines now.
  const called = quotes.length === 0 ? nameAlone(claim) : undefined;
  const absent = called !== undefined && nameVerdict(called, ground) === undefined ? nowhere(called) : undefined;
  const surest = [quotes.filter(({ isHeavy }) => isHeavy), lines]
    .map(mostPresent)
    .find((verdict) => verdict !== undefined);
  // Names and whole files are asked where nothing surer tells.
  const named = surest === undefined ? namedPlaces(ground) : [];
  const whole = ground.given.filter(({ place }) => place.ranges.length === 0).map((each) => filePlace(each, ground));
  const places = [...quotes, ...lines, ...named, ...whole];
  const verdict =
    proposal ?? absent ?? surest ?? mostPresent(named) ?? mostPresent(whole) ?? places[0]?.verdict ?? NO_PLACE;
  return {
    claim,
    verdict: inRenamed(verdict, ground),
    places: places.map((each) => ({ stated: each.stated, verdict: inRenamed(each.verdict, ground) })),
  };
}

/** What is in a file that had another name then has moved with it. */
function inRenamed(verdict: Verdict, ground: ClaimGround): Verdict {
  const { kind, place, because } = verdict;
  if (kind !== 'stands-as-quoted' || place === undefined) return verdict;
  const file = givenAs(ground, place.path);
  if (file?.renamedIn === undefined) return verdict;
  const renamed = `it was renamed from \`${file.place.path}\` ${sayChange(file.renamedIn)}`;
  return { ...verdict, kind: 'moved', because: `${because}; ${renamed}`, commit: file.renamedIn };
}

const NO_PLACE: Verdict = { kind: 'no-place-given', because: 'the document names no code to search for' };

/** A claim holds at least where one of its places stands. */
const MOST_PRESENT: readonly VerdictKind[] = ['stands-as-quoted', 'moved', 'changed-since', 'gone'];

function mostPresent(places: readonly GivenPlace[]): Verdict | undefined {
  for (const kind of MOST_PRESENT) {
    const found = places.find(({ verdict }) => verdict.kind === kind);
    if (found !== undefined) return found.verdict;
  }
  return undefined;
}

const isSamePlace = ({ place: one }: Verdict, { place: other }: Verdict): boolean =>
  one?.lines !== undefined && other?.lines !== undefined && one.path === other.path && isNear(one.lines, other.lines);

function quotedPlaces(ground: ClaimGround): readonly (GivenPlace & { readonly isHeavy: boolean })[] {
  const quotes = ground.claim.quotes
    .filter(({ role }) => role === 'now')
    .map(quoteOf)
    .filter(({ lines, text }) => lines.length > 0 || text.trim().length >= LEAST_TEXT);
  const heaviest = Math.max(0, ...quotes.map(({ weight }) => weight));
  return quotes.map((quote) => ({
    stated: headOf(quote.text),
    verdict: quoteVerdict(quote, ground),
    isHeavy: quote.weight * 2 >= heaviest,
  }));
}

const LEAST_TEXT = 10;

/** The first line of code of a quote. */
function headOf(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line = lines.find((each) => each !== '' && !/^(?:#|\/\/)/.test(each)) ?? lines[0] ?? '';
  return line.length > LONGEST_HEAD ? `${line.slice(0, LONGEST_HEAD)}…` : line;
}

const LONGEST_HEAD = 80;

const linedPlaces = (ground: ClaimGround): readonly GivenPlace[] =>
  ground.given.flatMap((each) =>
    each.place.ranges.map((range) => ({
      stated: `${each.place.path}:${range.first}${range.last === range.first ? '' : `-${range.last}`}`,
      verdict: each.kind === 'file' ? linesVerdict(range, each.file, ground) : fileVerdict(each, ground),
    })),
  );

const filePlace = (each: GivenFile, ground: ClaimGround): GivenPlace => ({
  stated: each.place.path,
  verdict: fileVerdict(each, ground),
});

function fileVerdict(given: GivenFile, ground: ClaimGround): Verdict {
  if (given.kind === 'folder')
    return {
      kind: 'stands-as-quoted',
      because: 'the folder exists',
      place: { path: given.folder, lines: undefined },
    };
  if (given.kind === 'missing') {
    const { fate } = given;
    return fate.kind === 'deleted'
      ? { kind: 'gone', because: `the file was deleted ${sayChange(fate.in)}`, commit: fate.in }
      : { kind: 'not-found', because: 'no such file' };
  }
  const { text, path } = given.file;
  const { past } = ground;
  const place = { path, lines: undefined };
  if (isNewFile(ground, path)) {
    const introducedIn = past?.introducedIn(path, () => true);
    return { kind: 'changed-since', because: 'the file was added since', place, commit: introducedIn };
  }
  const seen = given.renamedIn === undefined ? seenFile(ground, path) : undefined;
  if (seen === undefined) return { kind: 'stands-as-quoted', because: 'the file exists', place };
  if (seen.content === text.content)
    return { kind: 'stands-as-quoted', because: `the file is ${asSeen(ground)}`, place };
  const commit = past?.lastHeld(path, ({ content }) => content === seen.content)?.leftIn;
  return { kind: 'changed-since', because: `the file changed ${sayChangeSince(commit, ground)}`, place, commit };
}

/** Those of the title first; words of the prose that are written as code is count where something of that name is defined. */
function namedPlaces(ground: ClaimGround): readonly GivenPlace[] {
  const { claim } = ground;
  // The name of a file is no name of code in it.
  const stems = new Set(claim.places.map(({ path }) => /([^/\\]*?)(?:\.\w+)?$/.exec(path)?.[1]));
  const names = namesOf(claim).filter((name) => !stems.has(name));
  const titled = names.filter((name) => claim.title.includes(name));
  for (const group of [titled, names, namesInProse(claim).filter((name) => !stems.has(name))]) {
    const found = group.slice(0, MOST_NAMES).flatMap((name) => {
      const verdict = nameVerdict(name, ground);
      return verdict === undefined ? [] : { stated: name, verdict };
    });
    if (found.length > 0) return found;
  }
  return names.slice(0, 1).map((name) => ({ stated: name, verdict: nowhere(name) }));
}

const MOST_NAMES = 5;

const nowhere = (name: string): Verdict => ({
  kind: 'not-found',
  because: `none of the files that the claim may refer to contains \`${name}\``,
});
