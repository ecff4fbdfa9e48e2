import { matchKnown } from '../findings/index.ts';
import type { RegisterEntry, RegisteredPlace } from './entry.ts';
import type { Sighting } from './sighting.ts';

/** A place that was seen, and the sighting that it belongs to. */
export interface SeenPlace {
  readonly place: RegisteredPlace;
  readonly sighting: Sighting;
}

/** Which entry is about which sighting. */
export interface PlaceMatch {
  /** For each place of an entry, what was seen of it. */
  readonly seenAt: ReadonlyMap<RegisteredPlace, SeenPlace>;
  /** Of what nobody has an entry for: the places, by the entry that they join; those of no entry are new. */
  readonly freshOf: ReadonlyMap<Sighting, readonly RegisteredPlace[]>;
  readonly entryOf: ReadonlyMap<Sighting, RegisterEntry>;
  /** The entry of each place, as it was. */
  readonly owner: ReadonlyMap<RegisteredPlace, RegisterEntry>;
}

/**
 * Matches by fingerprint, as a baseline does: lines may have moved and files been renamed, and of two equal findings each has its
 * own entry. What is shown is matched before what is not. A place that the update did not look at has not moved anywhere.
 */
export function matchPlaces(
  entries: readonly RegisterEntry[],
  sightings: readonly Sighting[],
  wasJudged: (path: string, rule: string | undefined) => boolean,
): PlaceMatch {
  const owner = new Map(entries.flatMap((entry) => entry.places.map((place) => [place, entry] as const)));
  const byClaim = new Map(entries.flatMap((entry) => (entry.claim === undefined ? [] : [[entry.claim.key, entry]])));
  const inOrder = [...sightings].sort((a, b) => Number(isHidden(a)) - Number(isHidden(b)));
  const seen = inOrder.flatMap((sighting) => sighting.places.map((place) => ({ place, sighting })));
  const { pairs } = matchKnown(
    seen.flatMap((each) => keyed(each.place, each)),
    [...owner.keys()].flatMap((place) => keyed(place, place)),
  );
  const seenAt = new Map<RegisteredPlace, SeenPlace>();
  const known = new Set<RegisteredPlace>();
  const entryOf = new Map<Sighting, RegisterEntry>();
  for (const sighting of inOrder) {
    const entry = sighting.claim && byClaim.get(sighting.claim.key);
    if (entry !== undefined) entryOf.set(sighting, entry);
  }
  for (const [{ of: found }, { of: place }] of pairs) {
    const entry = owner.get(place);
    if (place.path !== found.place.path && !wasJudged(place.path, entry?.rule)) continue;
    seenAt.set(place, found);
    known.add(found.place);
    if (entry !== undefined && !entryOf.has(found.sighting)) entryOf.set(found.sighting, entry);
  }
  const freshOf = new Map(
    inOrder.map((sighting) => [sighting, sighting.places.filter((place) => !known.has(place))] as const),
  );
  return { seenAt, freshOf, entryOf, owner };
}

const isHidden = ({ standing }: Sighting): boolean => standing.kind === 'hidden';

function keyed<T>({ path, fingerprint }: RegisteredPlace, of: T) {
  if (fingerprint === undefined) return [];
  return [{ fingerprint, key: fingerprint.slice(0, fingerprint.indexOf(':')), path, location: { path }, of }];
}
