import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectContext,
  packPlace,
  unpackPlace,
} from '#kit';
import { type Call, callsWithin, type Def, defsOf, lastName, nodesOf } from '#kit/code';
import type { ModuleSummary, ProjectModel, Question } from '#kit/project';
import {
  type ChangedFact,
  type CheckedInsert,
  changedFactsIn,
  checkedInserts,
  checkedWrite,
  type TableOfClass,
  tablesOf,
  type UniqueInMigration,
  uniqueInMigrations,
} from '#kit/state';

interface Checked extends Omit<CheckedInsert, 'test' | 'insert'> {
  readonly kind: 'checked';
  readonly fn: string;
  readonly test: PackedPlace;
  readonly insert: PackedPlace;
  /** Whether somebody sees to it that the database refuses the row: a handler here, or perhaps whoever commits. */
  readonly refusal: 'caught' | 'elsewhere' | 'uncaught';
}

/** The look-up or what it writes is not seen: only that both are given the same value. */
interface Remote {
  readonly kind: 'remote';
  readonly fn: string;
  readonly value: string;
  readonly asked: PackedPlace;
  readonly insert: PackedPlace;
}

/** `@app.exception_handler(IntegrityError)`: the application answers it, whichever route meets it. */
interface Answered {
  readonly kind: 'answered';
}

type Fact =
  | Checked
  | Remote
  | ChangedFact
  | Answered
  | ({ readonly kind: 'table' } & TableOfClass)
  | ({ readonly kind: 'migration' } & UniqueInMigration);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'row or entry that is added because none like it was found',
    why: 'Two requests at once both find none and both insert. Without a unique constraint the row is there twice and later look-ups take either; with one the second request ends in an error that nobody expects.',
    remedy: 'Give the columns a unique constraint, insert without asking, and answer the `IntegrityError`.',
    harm: 'loses',
    ceiling: 'P3',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [362, 367],
    origin: [
      { document: 'Audits of four small systems before a scan', finding: 'registry R19: check then insert race' },
      { document: 'Audits of four small systems before a scan', finding: 'fraud F59: race / no constraint' },
    ],
    bad: 'from fastapi import FastAPI, HTTPException\nfrom sqlalchemy import Column, Integer, String\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\napp = FastAPI()\n\nclass Team(Base):\n    __tablename__ = "teams"\n    id = Column(Integer, primary_key=True)\n    name = Column(String)\n\n@app.post("/teams/{name}")\ndef create(name: str, db):\n    if db.query(Team).filter(Team.name == name).first():\n        raise HTTPException(400, "there is one")\n    db.add(Team(name=name))\n    db.commit()\n',
    good: 'from fastapi import FastAPI, HTTPException\nfrom sqlalchemy import Column, Integer, String\nfrom sqlalchemy.exc import IntegrityError\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\napp = FastAPI()\n\nclass Team(Base):\n    __tablename__ = "teams"\n    id = Column(Integer, primary_key=True)\n    name = Column(String, unique=True)\n\n@app.post("/teams/{name}")\ndef create(name: str, db):\n    db.add(Team(name=name))\n    try:\n        db.commit()\n    except IntegrityError:\n        db.rollback()\n        raise HTTPException(400, "there is one")\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  facts: (file) => [
    ...defsOf(file.module).flatMap((fn): (Checked | Remote)[] => {
      const checked = checkedIn(fn, file);
      return checked.length > 0 ? checked : remoteIn(fn, file);
    }),
    ...defsOf(file.module).flatMap((fn) => changedFactsIn(fn, file)),
    ...tablesOf(file).map((each) => ({ kind: 'table' as const, ...each })),
    ...uniqueInMigrations(file).map((each) => ({ kind: 'migration' as const, ...each })),
    ...(nodesOf(file.module, 'Call').some((call) => answersRefusal(call, file)) ? [{ kind: 'answered' as const }] : []),
  ],
  check(project, ctx) {
    const tables = new Map(factsOfKind(ctx.facts, 'table').map(({ fact }) => [fact.row, fact] as const));
    const migrations = factsOfKind(ctx.facts, 'migration').map(({ fact }) => fact);
    const isAnswered = factsOfKind(ctx.facts, 'answered').length > 0;
    const serves = project.answer({ kind: 'is-service' }).verdict === 'yes';
    for (const { path, fact } of factsOfKind(ctx.facts, 'checked')) {
      const from = project.moduleByPath(path);
      const table = from === undefined ? undefined : tableOf(fact.row, from, tables, project);
      const isUnique = table !== undefined && keepsUnique(table, fact.columns, migrations);
      if (isUnique && (fact.refusal === 'caught' || isAnswered)) continue;
      const columns = fact.columns.map((column) => `\`${column}\``).join(' and ');
      const guess =
        isUnique && fact.refusal === 'elsewhere'
          ? 'whoever commits may see to the refusal'
          : table === undefined || table.isOpen === true
            ? 'whether a constraint of the database refuses the second is not seen'
            : fact.asksMore === true
              ? 'other conditions than these decide as well'
              : undefined;
      ctx.report({
        at: { path, ...unpackPlace(fact.insert) },
        message: isUnique
          ? `two requests can both find no \`${fact.rowName}\` with this ${columns}, and the second insert ends in an \`IntegrityError\` that nothing here catches`
          : `two requests can both find no \`${fact.rowName}\` with this ${columns} and both insert one: no unique constraint refuses the second`,
        // One constraint mends all that ask for the same columns; of refusals each file has its way.
        cause: isUnique ? `${path} refusal` : `${fact.row} ${fact.columns.toSorted().join()}`,
        ...(isUnique && { harm: 'breaks' as const }),
        ...heldBackBy(guess ?? (serves ? undefined : 'nothing shows that the program serves several at once')),
        related: [{ path, ...unpackPlace(fact.test), message: 'whether there is one is asked here' }],
        key: `${fact.fn} ${fact.rowName}`,
      });
    }
    reportRemote(ctx);
    reportChanged(project, ctx);
  },
});

function reportRemote(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'remote')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.asked) },
      cause: 'written without a look at the constraints',
      message: `two requests can both find nothing for \`${fact.value}\` and both write it`,
      heldBack: 'whether a constraint of the database refuses the second is not seen',
      related: [{ path, ...unpackPlace(fact.insert), message: 'it is written here' }],
      key: `${fact.fn} ${fact.value}`,
    });
  }
}

function reportChanged(project: ProjectModel, ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'changed')) {
    const isKept = fact.owner === undefined || answers(project, { kind: 'long-lived', class: fact.owner });
    const inThreads = fact.wait !== undefined || answers(project, { kind: 'runs-in-threads', function: fact.fn });
    if (!isKept || !inThreads) continue;
    const way = fact.wait === undefined ? 'without a lock: two threads' : 'after an `await`: two tasks';
    ctx.report({
      at: { path, ...unpackPlace(fact.asked) },
      message: `\`${fact.what}\` is changed by what was asked of it, ${way} can both get the same answer and both change it`,
      remedy:
        'Change it in the step that asks (before the first `await`), or hold a lock from the question to the change',
      heldBack: 'nothing shows that two ask for the same at the same time',
      related: [{ path, ...unpackPlace(fact.change), message: 'it is changed here' }],
      key: `${fact.fn} ${fact.what}`,
    });
  }
}

const answers = (project: ProjectModel, question: Question): boolean => project.answer(question).verdict === 'yes';

function remoteIn(fn: Def, file: FactsContext): Remote[] {
  const found = checkedWrite(fn, file);
  if (found === undefined || isHeld(found.insert, fn, file) || refusalOf(found.insert, fn, file) === 'caught')
    return [];
  const { value, asked, insert } = found;
  return [
    {
      kind: 'remote',
      fn: file.names.fullNameOf(fn),
      value,
      asked: packPlace(file, asked),
      insert: packPlace(file, insert),
    },
  ];
}

/** Whether a lock is held where something is inserted. */
function isHeld(insert: Call, fn: Def, file: FactsContext): boolean {
  const [lock] = file.context.locksHeldAt(insert);
  const locking = callsWithin([fn]).find((call) => call.start < insert.start && isLocking(call));
  if (lock === undefined && locking === undefined) return false;
  file.proven({ at: insert, by: 'a lock is held there', where: lock?.lock ?? locking ?? insert });
  return true;
}

function checkedIn(fn: Def, file: FactsContext): Checked[] {
  return checkedInserts(fn, file).flatMap(({ test, insert, ...checked }): Checked[] => {
    if (isHeld(insert, fn, file)) return [];
    return [
      {
        kind: 'checked',
        ...checked,
        fn: file.names.fullNameOf(fn),
        test: packPlace(file, test.test),
        insert: packPlace(file, insert),
        refusal: refusalOf(insert, fn, file),
      },
    ];
  });
}

/** Rows, tables or keys of the database that only one holds at a time. */
const isLocking = ({ func }: Call): boolean =>
  /for_update|advisory|(?:^|_)lock(?:ed)?(?:_|$)/.test(lastName(func) ?? '');

/** Where the row is written: by the first `commit` or `flush` behind the insert. */
function refusalOf(insert: Call, fn: Def, file: FactsContext): Checked['refusal'] {
  const writes = callsWithin([fn]).filter(
    ({ func, start }) => start > insert.start && /^(?:commit|flush)$/.test(lastName(func) ?? ''),
  );
  const [first] = writes;
  const places = first === undefined ? [insert] : [insert, first];
  const handlers = places.flatMap((place) => file.context.triesAround(place).flatMap((each) => each.handlers));
  const isCaught = handlers.some((handler) => {
    const { isBroad, catches } = file.handlers.describe(handler);
    return isBroad || catches.some((name) => REFUSAL.test(name));
  });
  if (isCaught) return 'caught';
  return first === undefined ? 'elsewhere' : 'uncaught';
}

const REFUSAL =
  /(?:^|\.)(?:IntegrityError|UniqueViolation(?:Error)?|DuplicateKeyError|DatabaseError|SQLAlchemyError|DBAPIError)$/;

const answersRefusal = ({ func, args }: Call, { names }: FactsContext): boolean =>
  /^(?:add_exception_handler|exception_handler|errorhandler|app_errorhandler)$/.test(lastName(func) ?? '') &&
  args[0] !== undefined &&
  REFUSAL.test(names.qualifiedName(args[0]) ?? '');

/** What is known of the table of a class, its bases included. */
function tableOf(
  row: string,
  from: ModuleSummary,
  tables: ReadonlyMap<string, TableOfClass>,
  project: ProjectModel,
): TableOfClass | undefined {
  const target = project.follow(row, from);
  if (target.kind !== 'class') return tables.get(row);
  const known = project
    .lineOf(target)
    .flatMap((each) => (typeof each === 'string' ? [] : (tables.get(each.class.qualifiedName) ?? [])));
  const [own] = known;
  return own && { ...own, unique: known.flatMap(({ unique }) => unique) };
}

/** A key or constraint of some of the columns that are asked for, by the class or by a migration. */
function keepsUnique(
  { table, unique }: TableOfClass,
  columns: readonly string[],
  migrations: readonly UniqueInMigration[],
): boolean {
  const sets = [...unique, ...migrations.filter((each) => each.table === table).map((each) => each.unique)];
  return sets.some((set) => set.length > 0 && set.every((column) => columns.includes(column)));
}
