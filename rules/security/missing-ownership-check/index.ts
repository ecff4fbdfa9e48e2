import { type DoubtId, defineProjectRule, factsOfKind, NOT_PRODUCTION, type ProjectContext, unpackPlace } from '#kit';
import { asksByDefault } from '#kit/web';
import { type GenericViewFact, genericViewsIn } from './generic-views.ts';
import { type OwnedClassFact, ownedClassesIn, ownerName } from './owned-classes.ts';
import { type RowsFact, rowsIn } from './owned-rows.ts';
import { isAbout, type LoadedRow, RowReading } from './row-reading.ts';
import { type UserRouteFact, userRoutesIn } from './user-routes.ts';

type Fact = GenericViewFact | OwnedClassFact | RowsFact | UserRouteFact | { readonly kind: 'asks-by-default' };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'row that a route loads by the id it is sent, and of which nothing asks whose it is',
    why: 'Whoever is logged in counts through the ids, and reads, changes or deletes what belongs to somebody else.',
    remedy:
      'Look for the row by its owner as well (`.filter_by(id=number, user_id=user.id)`), and answer 404 where there is none.',
    harm: 'admits',
    severity: 'P0',
    precision: 'low',
    since: '0.1.0',
    cwe: [639, 862],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'a portal of data sets: records are listed by the id of anybody’s data set',
      },
    ],
    bad: 'from fastapi import APIRouter, Depends\nfrom sqlalchemy import Column, ForeignKey, Integer\n\nrouter = APIRouter()\n\n\nclass Note(Base):\n    __tablename__ = "notes"\n    id = Column(Integer, primary_key=True)\n    user_id = Column(ForeignKey("users.id"))\n\n\n@router.get("/notes/{number}")\ndef read(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    return db.query(Note).filter(Note.id == number, Note.user_id == user.id).one()\n\n\n@router.delete("/notes/{number}")\ndef remove(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    db.delete(db.get(Note, number))\n    db.commit()\n',
    good: 'from fastapi import APIRouter, Depends\nfrom sqlalchemy import Column, ForeignKey, Integer\n\nrouter = APIRouter()\n\n\nclass Note(Base):\n    __tablename__ = "notes"\n    id = Column(Integer, primary_key=True)\n    user_id = Column(ForeignKey("users.id"))\n\n\n@router.get("/notes/{number}")\ndef read(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    return db.query(Note).filter(Note.id == number, Note.user_id == user.id).one()\n\n\n@router.delete("/notes/{number}")\ndef remove(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    db.query(Note).filter(Note.id == number, Note.user_id == user.id).delete()\n    db.commit()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  needs: ['askings'],
  facts: (file) => [
    ...ownedClassesIn(file),
    ...rowsIn(file),
    ...userRoutesIn(file),
    ...genericViewsIn(file),
    ...(asksByDefault(file) ? [{ kind: 'asks-by-default' as const }] : []),
  ],
  check(project, ctx) {
    const owned = new Map(factsOfKind(ctx.facts, 'owned-class').map(({ fact }) => [fact.class, fact]));
    if (owned.size === 0) return;
    const reading = new RowReading(project, owned, factsOfKind(ctx.facts, 'rows'));
    const isByDefault = factsOfKind(ctx.facts, 'asks-by-default').length > 0;
    checkGenericViews(reading, isByDefault, ctx);
    const routes = factsOfKind(ctx.facts, 'route').flatMap(({ path, fact }): Route[] => {
      const way = reading.reachOf(fact.function);
      return way === undefined ? [] : [{ path, fact, loads: reading.loadsOf(path, fact.function, fact.given), ...way }];
    });
    for (const route of routes) {
      const { fact, loads } = route;
      const isAsked = fact.isProtected || (fact.isByDefault === true && isByDefault);
      const doors = isAsked ? undefined : project.answer({ kind: 'can-refuse', function: fact.function });
      // What is open to everybody is another matter.
      const isForAll = fact.isForAll === true && !route.reached.some(reading.isRefusing);
      if (fact.isForAdmins || isForAll || doors?.verdict === 'no') continue;
      for (const loaded of loads) {
        const taken = takenRow(loaded, route, routes, reading);
        if (taken !== undefined) report(taken, reading, ctx);
      }
    }
  },
});

function checkGenericViews(reading: RowReading, isByDefault: boolean, ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'generic-view')) {
    const row = reading.classOf(fact.row, path);
    const parent = row?.columns.length === 0 ? reading.ownerOf(row) : undefined;
    const columns = parent?.by ?? row?.columns ?? [];
    const [column] = columns;
    if (row === undefined || column === undefined || (fact.isByDefault === true && !isByDefault)) continue;
    if (fact.mentions.some((each) => columns.includes(ownerName(each)))) continue;
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${fact.name}\` takes any \`${shortOf(row)}\` by the id that it is sent, and nothing in it asks for its \`${column}\``,
      doubt: fact.isUnseen || parent !== undefined ? CHECKED_ELSEWHERE : doubtOfSchemas(reading),
      cause: row.class,
      key: `${fact.class} ${row.class}`,
    });
  }
}

const CHECKED_ELSEWHERE = 'ownership-checked-elsewhere';

interface Route {
  readonly path: string;
  readonly fact: UserRouteFact;
  readonly loads: readonly LoadedRow[];
  readonly asked: readonly string[];
  readonly reached: readonly string[];
}

/** A row that a route takes by its id, where nothing on the way asks whose it is. */
interface TakenRow extends LoadedRow {
  readonly route: Route;
  /** Of the row itself, or of the parent row that tells whose it is. */
  readonly whose: OwnedClassFact;
  readonly isOfParent: boolean;
  readonly isAskedOfParent: boolean;
  /** What is asked from the route to the load. */
  readonly near: readonly string[];
  /** Routes that ask for the owner, and those of them that let in the same people. */
  readonly others: readonly Route[];
  readonly alike: readonly Route[];
}

function takenRow(
  loaded: LoadedRow,
  route: Route,
  routes: readonly Route[],
  reading: RowReading,
): TakenRow | undefined {
  const { row, where, isByOwner } = loaded;
  const { fact, asked, reached, loads } = route;
  const parent = row.columns.length > 0 ? undefined : reading.ownerOf(row);
  const whose = parent?.row ?? row;
  if (whose.columns.length === 0) return undefined;
  const near = reached.filter((each) => where.has(each)).flatMap((each) => reading.asksOf(each));
  const [isOwner, isPerhaps] = [isAbout(whose.class, whose.columns), isAbout('?', whose.columns)];
  const isAsked = isByOwner
    ? reached.some((each) => reading.asksOf(each).includes('= comer'))
    : parent === undefined
      ? asked.some(isOwner) || near.some(isPerhaps)
      : asked.some(isAbout(row.class, parent.by)) || asked.some(isAbout('?', parent.by));
  const refusing = reached.filter((each) => reading.isRefusing(each));
  if (isAsked || (parent === undefined && reading.isTied(row, refusing))) return undefined;
  const isAskedOfParent =
    parent !== undefined &&
    loads.some((each) => each.row.class === whose.class) &&
    reached.some((each) => reading.asksOf(each).some((ask) => isOwner(ask) || isPerhaps(ask)));
  const others = routes.filter(
    (other) => other.fact !== fact && other.fact.isProtected && !other.fact.isOfGiven && asksForOwner(other, whose),
  );
  const alike = others.filter((other) => fact.asks.every((each) => other.fact.asks.includes(each)));
  return { ...loaded, route, whose, isOfParent: parent !== undefined, isAskedOfParent, near, others, alike };
}

/** By the class itself, or of such a row that it has loaded: `invoice.account_id != account.id`. */
function asksForOwner({ asked, loads }: Route, { class: row, columns }: OwnedClassFact): boolean {
  const [isOwner, isPerhaps] = [isAbout(row, columns), isAbout('?', columns)];
  const hasRow = loads.some((each) => each.row.class === row);
  return asked.some((ask) => isOwner(ask.replace('~', '')) || (hasRow && isPerhaps(ask)));
}

function report(taken: TakenRow, reading: RowReading, ctx: ProjectContext<Fact>): void {
  const { load, at, row, route, whose, isOfParent, isAskedOfParent, isByOwner, alike } = taken;
  const { path, fact } = route;
  const count = alike.length;
  const siblings = count === 0 ? '' : `, which ${count} other ${count === 1 ? 'route does' : 'routes do'}`;
  const lacking = isOfParent
    ? `whether it is of the \`${shortOf(whose)}\` whose owner ${isAskedOfParent ? 'it asks for' : 'it has'}`
    : isByOwner
      ? `whether that is who comes${siblings}`
      : `for its \`${row.columns[0]}\`${siblings}`;
  const which = isByOwner ? `whose \`${load.fact.column}\`` : 'by the id that';
  ctx.report({
    at: { path, ...unpackPlace(at) },
    message: `\`${fact.name}\` takes any \`${shortOf(row)}\` ${which} it is sent, and nothing on the way asks ${lacking}`,
    doubt: doubtOfRow(taken, reading) ?? doubtOfRoute(taken, reading) ?? doubtOfSchemas(reading),
    related: [
      {
        path: load.path,
        ...unpackPlace(load.fact.place),
        message: `it is loaded by its ${isByOwner ? 'owner' : 'key'} alone`,
      },
      ...alike
        .slice(0, 2)
        .map((other) => ({ path: other.path, ...unpackPlace(other.fact.place), message: 'this one asks' })),
    ],
    // Who does not ask of such rows here does not ask there: it is one decision.
    cause: row.class,
    key: `${fact.function} ${row.class}`,
  });
}

/** What is asked on the way may tell whose the row is, in a way that is not seen. */
function doubtOfRow(
  { row, where, near, whose, isOfParent, isAskedOfParent, isByOwner, route, alike }: TakenRow,
  reading: RowReading,
): DoubtId | undefined {
  const [isOwner, isPerhaps] = [isAbout(whose.class, whose.columns), isAbout('?', whose.columns)];
  if ([...where].some((each) => reading.isOpen(each))) return 'public-by-design';
  // Something is made between its owner and who comes.
  if (near.some((ask) => ask.startsWith('+') && isPerhaps(ask.slice(1)))) return CHECKED_ELSEWHERE;
  if (!isOfParent && reading.isTied(row, route.reached)) return CHECKED_ELSEWHERE;
  if (isByOwner) return undefined;
  if (near.some((ask) => ask.startsWith(`${row.class}.`))) return CHECKED_ELSEWHERE;
  if (isAskedOfParent) return undefined;
  const isAskedBeside = route.asked.some((ask) => ask.startsWith('~') && isOwner(ask.slice(1)));
  const isElsewhere =
    isOfParent ||
    (isAskedBeside && !alike.some((other) => other.asked.some(isOwner))) ||
    reading.asksOtherOwner(near, route.asked, row);
  return isElsewhere ? CHECKED_ELSEWHERE : undefined;
}

/** What the route calls may let in few, or ask with the user that it is given. */
function doubtOfRoute(
  { route: { fact, path, reached }, others, alike, whose, isAskedOfParent }: TakenRow,
  reading: RowReading,
): DoubtId | undefined {
  if (isAskedOfParent) return undefined;
  const refusing = reached.filter((each) => reading.isRefusing(each));
  const refusesAsWell = (other: Route): boolean =>
    asksForOwner(other, whose) &&
    refusing.every((each) =>
      each === fact.function ? reading.isRefusing(other.fact.function) : other.reached.includes(each),
    );
  const isRefused = refusing.length > 0 && !alike.some(refusesAsWell);
  if (isRefused || fact.toldUser.some((way) => !reading.isSeen(way, path))) return CHECKED_ELSEWHERE;
  if (alike.length > 0 || (fact.unread !== undefined && fact.isChanging && fact.asks.length < 2)) return undefined;
  return others.length > 0 ? CHECKED_ELSEWHERE : undefined;
}

const doubtOfSchemas = ({ isApart }: RowReading): DoubtId | undefined => (isApart ? CHECKED_ELSEWHERE : undefined);

const shortOf = (row: OwnedClassFact): string => row.class.slice(row.class.lastIndexOf('.') + 1);
