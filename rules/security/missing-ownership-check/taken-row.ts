/** Rows that a route loads by an id from the request. */
import type { DoubtId } from '#kit';
import type { GenericViewFact } from './generic-views.ts';
import type { OwnedClassFact } from './owned-classes.ts';
import type { RowsFact } from './owned-rows.ts';
import { isAbout, type LoadedRow, type RowReading } from './row-reading.ts';
import type { UserRouteFact } from './user-routes.ts';

export type Fact = GenericViewFact | OwnedClassFact | RowsFact | UserRouteFact | { readonly kind: 'asks-by-default' };

export const CHECKED_ELSEWHERE = 'ownership-checked-elsewhere';

export interface Route {
  readonly path: string;
  readonly fact: UserRouteFact;
  readonly loads: readonly LoadedRow[];
  readonly checks: readonly string[];
  readonly reached: readonly string[];
}

/** A row that a route takes by its id, where nothing on the way asks whose it is. */
export interface TakenRow extends LoadedRow {
  readonly route: Route;
  /** Of the row itself, or of the parent row that shows whose it is. */
  readonly whose: OwnedClassFact;
  readonly isOfParent: boolean;
  readonly isCheckedOnParent: boolean;
  /** What is asked from the route to the load. */
  readonly near: readonly string[];
  /** Routes that ask for the owner, and those of them that let in the same people. */
  readonly others: readonly Route[];
  readonly alike: readonly Route[];
}

export function takenRow(
  loaded: LoadedRow,
  route: Route,
  routes: readonly Route[],
  reading: RowReading,
): TakenRow | undefined {
  const { row, where, isByOwner } = loaded;
  const { fact, checks, reached, loads } = route;
  const parent = row.columns.length > 0 ? undefined : reading.ownerOf(row);
  const whose = parent?.row ?? row;
  if (whose.columns.length === 0) return undefined;
  const near = reached.filter((each) => where.has(each)).flatMap((each) => reading.checksOf(each));
  const [isOwner, isPerhaps] = [isAbout(whose.class, whose.columns), isAbout('?', whose.columns)];
  const isChecked = isByOwner
    ? reached.some((each) => reading.checksOf(each).includes('= caller'))
    : parent === undefined
      ? checks.some(isOwner) || near.some(isPerhaps)
      : checks.some(isAbout(row.class, parent.by)) || checks.some(isAbout('?', parent.by));
  const refusing = reached.filter((each) => reading.isRefusing(each));
  if (isChecked || (parent === undefined && reading.isTied(row, refusing))) return undefined;
  const isCheckedOnParent =
    parent !== undefined &&
    loads.some((each) => each.row.class === whose.class) &&
    reached.some((each) => reading.checksOf(each).some((check) => isOwner(check) || isPerhaps(check)));
  const others = routes.filter(
    (other) => other.fact !== fact && other.fact.isProtected && !other.fact.isOfGiven && checksOwner(other, whose),
  );
  const alike = others.filter((other) => fact.checks.every((each) => other.fact.checks.includes(each)));
  return { ...loaded, route, whose, isOfParent: parent !== undefined, isCheckedOnParent, near, others, alike };
}

/** By the class itself, or of such a row that it has loaded: `invoice.account_id != account.id`. */
function checksOwner({ checks, loads }: Route, { class: row, columns }: OwnedClassFact): boolean {
  const [isOwner, isPerhaps] = [isAbout(row, columns), isAbout('?', columns)];
  const hasRow = loads.some((each) => each.row.class === row);
  return checks.some((check) => isOwner(check.replace('~', '')) || (hasRow && isPerhaps(check)));
}

/** What is asked on the way may tell whose the row is, in a way that is not seen. */
export function doubtOfRow(
  { row, where, near, whose, isOfParent, isCheckedOnParent, isByOwner, route, alike }: TakenRow,
  reading: RowReading,
): DoubtId | undefined {
  const [isOwner, isPerhaps] = [isAbout(whose.class, whose.columns), isAbout('?', whose.columns)];
  if ([...where].some((each) => reading.isOpen(each))) return 'public-by-design';
  // Something is made between its owner and who comes.
  if (near.some((check) => check.startsWith('+') && isPerhaps(check.slice(1)))) return CHECKED_ELSEWHERE;
  if (!isOfParent && reading.isTied(row, route.reached)) return CHECKED_ELSEWHERE;
  if (isByOwner) return undefined;
  if (near.some((check) => check.startsWith(`${row.class}.`))) return CHECKED_ELSEWHERE;
  if (isCheckedOnParent) return undefined;
  const isFilteredByOwner = route.checks.some((check) => check.startsWith('~') && isOwner(check.slice(1)));
  const isElsewhere =
    isOfParent ||
    (isFilteredByOwner && !alike.some((other) => other.checks.some(isOwner))) ||
    reading.checksOtherOwner(near, route.checks, row);
  return isElsewhere ? CHECKED_ELSEWHERE : undefined;
}

/** What the route calls may let in few, or ask with the user that it is given. */
export function doubtOfRoute(
  { route: { fact, path, reached }, others, alike, whose, isCheckedOnParent }: TakenRow,
  reading: RowReading,
): DoubtId | undefined {
  if (isCheckedOnParent) return undefined;
  const refusing = reached.filter((each) => reading.isRefusing(each));
  const refusesAsWell = (other: Route): boolean =>
    checksOwner(other, whose) &&
    refusing.every((each) =>
      each === fact.function ? reading.isRefusing(other.fact.function) : other.reached.includes(each),
    );
  const isRefused = refusing.length > 0 && !alike.some(refusesAsWell);
  if (isRefused || fact.givenUser.some((to) => !reading.isSeen(to, path))) return CHECKED_ELSEWHERE;
  if (alike.length > 0 || (fact.unread !== undefined && fact.isChanging && fact.checks.length < 2)) return undefined;
  return others.length > 0 ? CHECKED_ELSEWHERE : undefined;
}

export const doubtOfSchemas = ({ isApart }: RowReading): DoubtId | undefined =>
  isApart ? CHECKED_ELSEWHERE : undefined;

export const shortOf = (row: OwnedClassFact): string => row.class.slice(row.class.lastIndexOf('.') + 1);
