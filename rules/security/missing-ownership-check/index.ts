import { defineProjectRule, factsOfKind, NOT_PRODUCTION, type ProjectContext, unpackPlace } from '#kit';
import { authenticatesByDefault } from '#kit/web';
import { counted } from '#text/wording';
import { genericViewsIn } from './generic-views.ts';
import { ownedClassesIn, ownerName } from './owned-classes.ts';
import { rowsIn } from './owned-rows.ts';
import { RowReading } from './row-reading.ts';
import {
  CHECKED_ELSEWHERE,
  doubtOfRoute,
  doubtOfRow,
  doubtOfSchemas,
  type Fact,
  type Route,
  shortOf,
  type TakenRow,
  takenRow,
} from './taken-row.ts';
import { userRoutesIn } from './user-routes.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'insecure direct object reference (IDOR): no ownership check',
    why: 'Any logged-in user can try ids and read, change or delete the data of other users.',
    remedy: 'Filter by the owner as well (`.filter_by(id=number, user_id=user.id)`) and answer 404 if there is no row',
    harm: 'grants-access',
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
  facts: (file) => [
    ...ownedClassesIn(file),
    ...rowsIn(file),
    ...userRoutesIn(file),
    ...genericViewsIn(file),
    ...(authenticatesByDefault(file) ? [{ kind: 'asks-by-default' as const }] : []),
  ],
  check(project, ctx) {
    const owned = new Map(factsOfKind(ctx.facts, 'owned-class').map(({ fact }) => [fact.class, fact]));
    if (owned.size === 0) return;
    const reading = new RowReading(project, owned, factsOfKind(ctx.facts, 'rows'));
    const isByDefault = factsOfKind(ctx.facts, 'asks-by-default').length > 0;
    checkGenericViews(reading, isByDefault, ctx);
    const routes = factsOfKind(ctx.facts, 'route').flatMap(({ path, fact }): Route[] => {
      const by = reading.reachOf(fact.function);
      return by === undefined ? [] : [{ path, fact, loads: reading.loadsOf(path, fact.function, fact.given), ...by }];
    });
    for (const route of routes) {
      const { fact, loads } = route;
      const isAsked = fact.isProtected || (fact.isByDefault === true && isByDefault);
      const doors = isAsked ? undefined : project.answer({ kind: 'can-refuse', function: fact.function });
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
      message: `IDOR: \`${fact.name}\` loads \`${shortOf(row)}\` by request-supplied id without checking its \`${column}\``,
      doubt: fact.isUnseen || parent !== undefined ? CHECKED_ELSEWHERE : doubtOfSchemas(reading),
      ...{ cause: row.class, remedy: `Override \`get_queryset\` and filter by \`${column}\`` },
      key: `${fact.class} ${row.class}`,
    });
  }
}

function report(taken: TakenRow, reading: RowReading, ctx: ProjectContext<Fact>): void {
  const { load, at, row, route, whose, isOfParent, isCheckedOnParent, isByOwner, alike } = taken;
  const { path, fact } = route;
  const siblings = alike.length === 0 ? '' : `, unlike ${counted(alike.length, 'other route')}`;
  const [parent, column, is] = [`\`${shortOf(whose)}\``, `\`${row.columns[0]}\``, isCheckedOnParent ? 'checked ' : ''];
  const by = isByOwner ? `\`${load.fact.column}\`` : 'id';
  const [unchecked = '', remedy = ''] = isOfParent
    ? [`that it belongs to the ${is}${parent}`, `Filter by the id of ${parent} as well`]
    : isByOwner
      ? [`that this is the caller${siblings}`, `Answer 403 unless ${by} is the id of the authenticated user`]
      : [`its ${column}${siblings}`, `Filter by ${column} as well, and answer 404 if no row matches`];
  ctx.report({
    at: { path, ...unpackPlace(at) },
    message: `IDOR: \`${fact.name}\` loads \`${shortOf(row)}\` by request-supplied ${by} without checking ${unchecked}`,
    remedy,
    doubt: doubtOfRow(taken, reading) ?? doubtOfRoute(taken, reading) ?? doubtOfSchemas(reading),
    related: [
      {
        path: load.path,
        ...unpackPlace(load.fact.place),
        message: `the row is loaded by its ${isByOwner ? 'owner' : 'key'} alone`,
      },
      ...alike
        .slice(0, 2)
        .map(({ path, fact }) => ({ path, ...unpackPlace(fact.place), message: 'this route checks the owner' })),
    ],
    // Who does not ask of such rows here does not ask there: it is one decision.
    cause: row.class,
    key: `${fact.function} ${row.class}`,
  });
}
