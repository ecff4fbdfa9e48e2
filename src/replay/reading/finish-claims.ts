/** Claims as they were found → claims of the audit: told once, told apart, with what other parts say of them. */

import { groupBy } from '../../collections/index.ts';
import type { Claim, LineRange, UnreadPart } from '../claim.ts';
import type { ClaimDraft } from './claim-draft.ts';
import { LikenessIndex } from './likeness.ts';
import { textOf } from './markdown/document.ts';
import type { TrackingRow } from './markdown/table-claims.ts';
import { countOf } from './parts/claim-id.ts';
import { mergePlaces } from './parts/places.ts';
import { DEFECT_WORDS } from './words/defect-words.ts';

export interface FinishedClaims {
  readonly claims: readonly Claim[];
  readonly unread: readonly UnreadPart[];
}

/** A claim with what it was made from. */
export interface BuiltClaim {
  readonly claim: Claim;
  readonly draft: ClaimDraft;
}

export function finishClaims(built: readonly BuiltClaim[], tracking: readonly TrackingRow[]): FinishedClaims {
  const owners = ownersOf(built);
  const rangesByFile = rangesOfNews(built);
  const titles = new LikenessIndex(
    built.flatMap(({ claim, draft }) => (isRow(claim) || draft.mayRepeat === true ? [] : claim)),
  );
  const called = new Map(built.flatMap((each) => callsOf(each).map((call) => [call, each.claim] as const)));
  const kept = built.filter(({ claim, draft }) => {
    if (draft.isPart !== true && draft.id?.startsWith('#') === true && called.has(draft.id)) return false;
    if (isRow(claim) && draft.id === undefined && repeats(claim, titles)) return false;
    if (draft.mayRepeat === true) return isNews(claim, rangesByFile);
    return draft.id === undefined || owners.get(claim.id) === claim || draft.isPart === true;
  });
  const mentions = mentionsOf(built, kept, owners, called);
  const rows = groupBy(
    built.flatMap(({ claim, draft }) => (draft.id !== undefined && isRow(claim) ? claim : [])),
    ({ id }) => id,
  );
  const tracked = groupBy(tracking, ({ id }) => id);
  const unread: UnreadPart[] = [];
  const ids = new Map<string, number>();
  const claims = kept
    .toSorted((a, b) => a.claim.lines.first - b.claim.lines.first)
    .map(({ claim, draft }) => {
      const id = freeId(claim.id, ids);
      if (id !== claim.id && draft.id !== undefined) {
        const why = `the id \`${claim.id}\` stands twice, so this one is called \`${id}\``;
        unread.push({ line: claim.lines.first, text: claim.title, why });
      }
      const claimWithRows = withTracking(
        withRows({ ...claim, id }, rows.get(claim.id) ?? []),
        tracked.get(claim.id) ?? [],
      );
      return { ...claimWithRows, mentions: [...claim.mentions, ...(mentions.get(claim) ?? [])] };
    });
  return { claims, unread };
}

const ALIKE = 0.5;

/** A row or an item that has most of the words of a part which tells it at length, and gives no other lines. */
function repeats(claim: Claim, titles: LikenessIndex): boolean {
  const longest = titles.likest(claim.title, AGAIN);
  if (longest === undefined || longest.lines.first > claim.lines.first) return false;
  return claim.places.every(
    ({ path, ranges }) =>
      ranges.length === 0 ||
      longest.places.some(
        (other) =>
          baseName(other.path) === baseName(path) &&
          ranges.some(({ first, last }) => other.ranges.some((each) => each.first <= last && first <= each.last)),
      ),
  );
}

const AGAIN = 0.65;

/** Where claims are reported again: by their id, or by most of their words. */
function mentionsOf(
  built: readonly BuiltClaim[],
  kept: readonly BuiltClaim[],
  owners: ReadonlyMap<string, Claim>,
  called: ReadonlyMap<string, Claim>,
): ReadonlyMap<Claim, readonly number[]> {
  const left = new Set(kept.map(({ claim }) => claim));
  const index = new LikenessIndex([...left]);
  const again = built.filter(({ claim }) => !left.has(claim));
  const repeated = again.flatMap(({ claim, draft }) => {
    const byId = draft.id === undefined ? undefined : (called.get(draft.id) ?? owners.get(claim.id));
    const owner = byId ?? index.likest(claim.title, ALIKE);
    return owner !== undefined && left.has(owner) ? [{ owner, line: claim.lines.first }] : [];
  });
  return new Map(
    [...groupBy(repeated, ({ owner }) => owner)].map(([owner, lines]) => [owner, lines.map(({ line }) => line)]),
  );
}

/** What a part of the document that is a claim is called in others: by its id, or by its number ("bug #9"). */
function callsOf({ draft: { id, head, isPart, mayRepeat } }: BuiltClaim): readonly string[] {
  if (isPart !== true || mayRepeat === true) return [];
  const count = countOf(textOf(head));
  return [...(id === undefined ? [] : [id]), ...(count === undefined ? [] : [`#${count}`])];
}

/** Of several claims with one id, the one that shows most: a row of a summary gives way to the section about it. */
function ownersOf(built: readonly BuiltClaim[]): ReadonlyMap<string, Claim> {
  const owners = new Map<string, Claim>();
  for (const { claim, draft } of built) {
    // What to do about a claim does not stand for it.
    if (draft.mayRepeat === true) continue;
    const known = owners.get(claim.id);
    if (known === undefined || lengthOf(claim) > lengthOf(known)) owners.set(claim.id, claim);
  }
  return owners;
}

/** Lines by the base name of their file, of all claims that are no repetitions. */
function rangesOfNews(built: readonly BuiltClaim[]): ReadonlyMap<string, readonly LineRange[]> {
  const byFile = new Map<string, LineRange[]>();
  for (const { claim, draft } of built) {
    if (draft.mayRepeat === true) continue;
    for (const { path, ranges } of claim.places) {
      const known = byFile.get(baseName(path));
      if (known === undefined) byFile.set(baseName(path), [...ranges]);
      else known.push(...ranges);
    }
  }
  return byFile;
}

/** Whether it names lines, or a file, of which no other claim has spoken. */
function isNews(claim: Claim, rangesOfFile: ReadonlyMap<string, readonly LineRange[]>): boolean {
  return claim.places.some(({ path, ranges }) => {
    const known = rangesOfFile.get(baseName(path));
    // What to do with a file of which nobody has spoken says nothing that is wrong, unless it says so.
    if (path === '' || known === undefined) return path !== '' && (ranges.length > 0 || DEFECT_WORDS.has(claim.title));
    return ranges.length > 0 && !ranges.some((range) => known.some((other) => meet(range, other)));
  });
}

const hasLines = ({ places }: Claim): boolean => places.some(({ ranges }) => ranges.length > 0);

/** Half of the longer one at least. */
function meet(one: LineRange, other: LineRange): boolean {
  const shared = Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1;
  return shared * 2 >= Math.max(one.last - one.first, other.last - other.first) + 1;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function lengthOf({ lines }: Claim): number {
  return lines.last - lines.first;
}

/** A claim of one line: a row of a table, or an item. */
function isRow(claim: Claim): boolean {
  return claim.lines.first === claim.lines.last;
}

/** Remembers how often each id came, so that a document of one id alone takes no square of time. */
function freeId(id: string, taken: Map<string, number>): string {
  let number = taken.get(id) ?? 0;
  let candidate = id;
  while (taken.has(candidate)) {
    number++;
    candidate = `${id}~${number + 1}`;
  }
  taken.set(id, number);
  taken.set(candidate, taken.get(candidate) ?? 0);
  return candidate;
}

/** The row of a summary gives way to the section about it, and may be the one that gives the lines, or says how bad. */
function withRows(claim: Claim, rows: readonly Claim[]): Claim {
  if (isRow(claim)) return claim;
  const { severity, statedSeverity } = [claim, ...rows].find((each) => each.severity !== undefined) ?? claim;
  const places = hasLines(claim) ? claim.places : mergePlaces([...claim.places, ...rows.flatMap((row) => row.places)]);
  return { ...claim, severity, statedSeverity, places };
}

/** What a table of resolutions says is later than what the claim says of itself. */
function withTracking(claim: Claim, rows: readonly TrackingRow[]): Claim {
  let tracked = claim;
  for (const row of rows) {
    tracked = {
      ...tracked,
      status: row.status ?? tracked.status,
      severity: tracked.severity ?? row.severity?.severity,
      statedSeverity: tracked.statedSeverity ?? row.severity?.stated,
      owner: tracked.owner ?? row.owner,
      fixedIn: tracked.fixedIn ?? (row.status === 'fixed' ? row.fixedIn : undefined),
    };
  }
  return tracked;
}
