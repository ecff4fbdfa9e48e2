/** A register brought up to date with what was seen. Nothing that a person wrote is lost, and no entry is taken out. */
import { groupBy } from '../collections/index.ts';
import { isEdited } from './agreement.ts';
import { arrangeItems } from './arrange-items.ts';
import { entriesOf, type Register, type RegisterEntry, type RegisteredPlace } from './entry.ts';
import { IssueIds } from './issue-ids.ts';
import { matchPlaces, type PlaceMatch } from './match-places.ts';
import { commitOf, newEntry } from './new-entry.ts';
import { nextStatus, type Outcome, type StatusStep } from './next-status.ts';
import { shownPlace } from './place-text.ts';
import { codeOfName } from './plain-markdown.ts';
import { refreshEntry } from './refresh-entry.ts';
import type { LogEvent, LogEventKind } from './register-log.ts';
import type { Sighting } from './sighting.ts';

export interface UpdateContext {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly commit: string | undefined;
  /** Whether the commit holds a file as it was looked at: a fix that nobody has committed is in no commit. */
  isCommitted(path: string): boolean;
  /** The history so far. */
  readonly log: readonly LogEvent[];
  /** Whether what is at a path, by a rule, would have been seen. */
  wasJudged(path: string, rule: string | undefined): boolean;
  /** Whether what would have been seen and was not is gone: never after a scan that is not complete. */
  readonly mayClose: boolean;
}

/** Something that the update changed and that a person should hear of. */
export interface RegisterChange {
  readonly kind: LogEventKind;
  readonly id: string;
  readonly place: string | undefined;
  /** A clause to follow the id. */
  readonly text: string;
}

/** What a person wrote and the update denies; it is left as it is. */
export interface RegisterConflict {
  readonly id: string;
  readonly place: string | undefined;
  readonly text: string;
  /** Whether the register says that something is settled which is not. */
  readonly isWrong: boolean;
}

export interface RegisterUpdate {
  readonly register: Register;
  readonly changes: readonly RegisterChange[];
  readonly conflicts: readonly RegisterConflict[];
  /** What came back before and that nobody has taken up since. */
  readonly regressions: readonly RegisterConflict[];
  readonly events: readonly LogEvent[];
}

export function updateRegister(
  before: Register,
  sightings: readonly Sighting[],
  context: UpdateContext,
): RegisterUpdate {
  return new Updating(before, sightings, context).update();
}

class Updating {
  readonly #entries: readonly RegisterEntry[];
  readonly #match: PlaceMatch;
  readonly #sightingsOf: ReadonlyMap<RegisterEntry, readonly Sighting[]>;
  readonly #fresh: ReadonlySet<RegisteredPlace>;
  readonly #places = new Map<string, number>();
  readonly #changes: RegisterChange[] = [];
  readonly #conflicts: RegisterConflict[] = [];
  readonly #regressions: RegisterConflict[] = [];
  readonly #events: LogEvent[] = [];

  constructor(
    readonly before: Register,
    readonly sightings: readonly Sighting[],
    readonly context: UpdateContext,
  ) {
    this.#entries = entriesOf(before);
    this.#match = matchPlaces(this.#entries, sightings, context.wasJudged);
    this.#fresh = new Set([...this.#match.freshOf.values()].flat());
    this.#sightingsOf = sightingsByEntry(this.#match, sightings);
    for (const place of this.#entries.flatMap(({ places }) => places)) {
      this.#places.set(identityOf(place), (this.#places.get(identityOf(place)) ?? 0) + 1);
    }
  }

  update(): RegisterUpdate {
    this.#recordRemoved();
    const entries = new Map(this.#entries.map((entry) => [entry.id, this.#review(entry)]));
    const ids = new IssueIds([...this.context.log.map(({ id }) => id), ...entries.keys()]);
    const fresh = this.sightings
      .filter((sighting) => sighting.standing.kind !== 'hidden' && !this.#match.entryOf.has(sighting))
      .map((sighting) => this.#open(ids.next(sighting.prefix, sighting.wishedId), sighting));
    const { today, commit } = this.context;
    const items = arrangeItems(this.before.items, entries, fresh);
    return {
      register: { ...this.before, updated: today, commit: commit ?? this.before.commit, items },
      changes: this.#changes,
      conflicts: this.#conflicts,
      regressions: this.#regressions,
      events: this.#events,
    };
  }

  #open(id: string, sighting: Sighting): RegisterEntry {
    const entry = newEntry(id, sighting, this.context);
    this.#change('opened', entry, `is new: ${entry.title}`, { to: entry.status });
    return entry;
  }

  #review(before: RegisterEntry): RegisterEntry {
    const outcome = this.#outcomeOf(before);
    const step = nextStatus(before, outcome, this.context.today);
    this.#noteHand(before, step);
    const sighting = this.#firing(before);
    let entry = before;
    if (sighting !== undefined) entry = this.#refresh(before, sighting);
    else if (outcome === 'hidden') entry = { ...before, lastSeen: this.context.today };
    if (step.conflict !== undefined) {
      this.#conflict(entry, step.conflict, outcome === 'fires' && entry.status === 'Fixed');
      return entry;
    }
    const { status } = step;
    const stepped = { ...entry, status, agreed: outcome === 'unseen' ? entry.agreed : { ...entry.agreed, status } };
    const settled = { ...stepped, fixedIn: this.#fixedIn(before, stepped, outcome) };
    if (step.event !== undefined)
      this.#change(step.event, settled, EVENT_TEXT[step.event], { from: before.status, to: status });
    else if (status === 'Reopened' && outcome === 'fires') {
      this.#regressions.push(conflictOf(settled, 'is reopened, and nobody works on it', true));
    }
    return settled;
  }

  /** The commit that an update wrote goes when the issue is back; what a person wrote there stays. */
  #fixedIn(before: RegisterEntry, { status }: RegisterEntry, outcome: Outcome): string {
    const { fixedIn } = before;
    const isOurs = /^`[0-9a-f]{7,64}`$/.test(fixedIn);
    if (status === 'Reopened' && before.status !== status) return isOurs ? '' : fixedIn;
    const isSettled = before.status === 'Fixed' && before.agreed.status === 'Fixed';
    if (status !== 'Fixed' || outcome !== 'gone' || isSettled || (fixedIn !== '' && !isOurs)) return fixedIn;
    const gone = this.#sightings(before).find(({ standing }) => standing.kind === 'gone')?.standing;
    const known = gone?.kind === 'gone' ? gone.fixedIn : undefined;
    const commit = known ?? commitOf(before.places, this.context);
    return commit === undefined ? fixedIn : codeOfName(commit);
  }

  #refresh(before: RegisterEntry, sighting: Sighting): RegisterEntry {
    const places = this.#placesNow(before);
    const { entry, conflicts, isRegraded } = refreshEntry(before, sighting, places, this.context.today);
    for (const text of conflicts) this.#conflict(entry, text, false);
    if (isRegraded) {
      const [from, to] = [before.severity, entry.severity];
      this.#change('regraded', entry, `is now ${to} instead of ${from}`, { from, to });
    }
    const added = places.filter((place) => place.fingerprint !== undefined && this.#fresh.has(place)).length;
    if (added > 0 && entry.places === places) {
      this.#change('grown', entry, `is in ${added} more ${added === 1 ? 'place' : 'places'}`, {
        to: String(added),
      });
    }
    return entry;
  }

  /** Where it stands today: what was seen, and what the update could not have seen. */
  #placesNow(before: RegisterEntry): readonly RegisteredPlace[] {
    const { seenAt, freshOf, entryOf } = this.#match;
    const seen = before.places.flatMap((place) => seenAt.get(place) ?? []);
    const mine = new Set(seen.map(({ place }) => place));
    const shown: RegisteredPlace[] = [];
    for (const sighting of this.#sightings(before)) {
      const fresh =
        entryOf.get(sighting) === before && sighting.standing.kind !== 'hidden' ? freshOf.get(sighting) : [];
      const added = new Set(fresh);
      shown.push(...sighting.places.filter((place) => mine.has(place) || added.has(place)));
    }
    const left = before.places.filter((place) => !seenAt.has(place) && !this.#isLost(before, place));
    const all = [...shown, ...left];
    // Where a rule knows the place, what an audit says of it is older.
    const known = all.filter(({ fingerprint }) => fingerprint !== undefined);
    return known.length > 0 ? known : shown;
  }

  #outcomeOf(entry: RegisterEntry): Outcome {
    const kinds = new Set(this.#sightings(entry).map(({ standing }) => standing.kind));
    for (const kind of ['fires', 'hidden', 'gone', 'undecided'] as const) if (kinds.has(kind)) return kind;
    const known = entry.places.filter(({ fingerprint }) => fingerprint !== undefined);
    if (known.length === 0 || !this.context.mayClose || !known.every((place) => this.#isLost(entry, place)))
      return 'unseen';
    const isTwice = known.some((place) => (this.#places.get(identityOf(place)) ?? 0) > 1);
    if (isTwice) this.#conflict(entry, 'is about the same location as another entry; remove one of the two', true);
    else if (isEdited(entry, 'evidence'))
      this.#conflict(entry, 'has an edited location or rule, and the scan finds nothing there', false);
    return isTwice || isEdited(entry, 'evidence') ? 'unseen' : 'gone';
  }

  /** Not seen where it would have been. */
  #isLost({ rule }: RegisterEntry, { path, fingerprint }: RegisteredPlace): boolean {
    return fingerprint !== undefined && rule !== undefined && this.context.wasJudged(path, rule);
  }

  #sightings(entry: RegisterEntry): readonly Sighting[] {
    return this.#sightingsOf.get(entry) ?? [];
  }

  #firing(entry: RegisterEntry): Sighting | undefined {
    return this.#sightings(entry).find(({ standing }) => standing.kind === 'fires');
  }

  /** A status that a person set, once the update has nothing against it. */
  #noteHand(entry: RegisterEntry, step: StatusStep): void {
    const { id, status, agreed } = entry;
    if (agreed.status === undefined || agreed.status === status || step.conflict !== undefined) return;
    this.#events.push({ date: this.context.today, id, event: 'edited', from: agreed.status, to: status });
  }

  /** An entry that a person took out keeps its id: what still fires gets another one. */
  #recordRemoved(): void {
    const here = new Set(this.#entries.map(({ id }) => id));
    const last = new Map(this.context.log.map(({ id, event }) => [id, event]));
    for (const [id, event] of last) {
      if (!here.has(id) && event !== 'removed') this.#events.push({ date: this.context.today, id, event: 'removed' });
    }
  }

  #change(kind: LogEventKind, entry: RegisterEntry, text: string, more: Pick<LogEvent, 'from' | 'to'>): void {
    const { id, rule, places } = entry;
    const place = places[0] && shownPlace(places[0]);
    this.#changes.push({ kind, id, place, text });
    const { today, commit } = this.context;
    const ended = kind === 'acceptance-ended' ? { reason: entry.reason, until: entry.until } : {};
    this.#events.push({ date: today, id, event: kind, commit, rule, place, ...more, ...ended });
  }

  #conflict(entry: RegisterEntry, text: string, isWrong: boolean): void {
    this.#conflicts.push(conflictOf(entry, text, isWrong));
  }
}

function conflictOf({ id, places: [place] }: RegisterEntry, text: string, isWrong: boolean): RegisterConflict {
  return { id, place: place && shownPlace(place), text, isWrong };
}

const EVENT_TEXT: Readonly<Record<LogEventKind, string>> = {
  opened: 'is new',
  fixed: 'is fixed: the scan no longer finds it',
  reopened: 'is back',
  accepted: 'is accepted',
  'acceptance-ended': 'was accepted until a date that has passed',
  refuted: 'is refuted',
  regraded: 'has another severity',
  grown: 'is in more places',
  edited: 'was edited',
  removed: 'was taken out',
};

function sightingsByEntry(
  { seenAt, entryOf, owner }: PlaceMatch,
  sightings: readonly Sighting[],
): ReadonlyMap<RegisterEntry, readonly Sighting[]> {
  const pairs = [...seenAt].flatMap(([place, { sighting }]) => {
    const entry = owner.get(place);
    return entry === undefined ? [] : [{ entry, sighting }];
  });
  const claimed = [...entryOf].map(([sighting, entry]) => ({ entry, sighting }));
  const order = new Map(sightings.map((sighting, at) => [sighting, at]));
  const grouped = groupBy([...pairs, ...claimed], ({ entry }) => entry);
  return new Map(
    [...grouped].map(([entry, group]) => {
      const own = [...new Set(group.map(({ sighting }) => sighting))];
      return [entry, own.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))];
    }),
  );
}

const identityOf = ({ path, fingerprint }: RegisteredPlace): string => `${fingerprint} ${path}`;
