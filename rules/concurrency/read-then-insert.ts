import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectContext,
  packPlace,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { type Def, defsOf, nodesOf } from '#kit/code';
import {
  answersRefusedRow,
  type CheckedInsert,
  checkedInserts,
  checkedWrite,
  isHeld,
  keepsUnique,
  managerInserts,
  numberedInserts,
  type Refusal,
  refusalOf,
  sumBeside,
  type TableOfClass,
  tableOf,
  tablesOf,
  type UniqueInMigration,
  uniqueInMigrations,
} from '#kit/state';

interface Checked extends Omit<CheckedInsert, 'asked' | 'insert'> {
  readonly kind: 'checked';
  readonly fn: string;
  readonly asked: PackedPlace;
  readonly insert: PackedPlace;
  /** Whether somebody sees to it that the database refuses the row: a handler here, or perhaps whoever commits. */
  readonly refusal: Refusal;
  /** What is added to a number for each row, and where. */
  readonly sum?: readonly [name: string, at: PackedPlace];
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

/** A row that builds on one that was read before. */
interface Numbered {
  readonly kind: 'numbered';
  readonly fn: string;
  readonly table: string;
  readonly what: string;
  readonly read: PackedPlace;
  readonly insert: PackedPlace;
  readonly guess?: string;
}

type Fact =
  | Checked
  | Remote
  | Numbered
  | Answered
  | ({ readonly kind: 'table' } & TableOfClass)
  | ({ readonly kind: 'migration' } & UniqueInMigration);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'row that is inserted by what was read before: none like it was found, or its number comes after the last',
    why: 'Two at once read the same and both insert. Without a unique constraint the row is there twice, a number is given twice or a chain of hashes forks; with one the second ends in an error that nobody expects.',
    remedy:
      'Give the columns a unique constraint, insert without asking, and answer the `IntegrityError`; or read and insert in one transaction that locks.',
    harm: 'loses',
    ceiling: 'P3',
    profile: 'strict',
    precision: 'low',
    measured: { read: 1, right: 1, on: 'agent-platform' },
    since: '0.1.0',
    cwe: [362, 367],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'CONSIST-001' },
      { document: 'Audits of four small systems before a scan', finding: 'registry R19: check then insert race' },
      { document: 'Audits of four small systems before a scan', finding: 'fraud F59: race / no constraint' },
    ],
    bad: 'def append(conn, entry, digest):\n    row = conn.execute("SELECT hash FROM entries ORDER BY id DESC LIMIT 1").fetchone()\n    conn.execute("INSERT INTO entries (text, hash) VALUES (?, ?)", (entry, digest(row[0], entry)))\n',
    good: 'def append(conn, entry, digest):\n    conn.execute("BEGIN IMMEDIATE")\n    row = conn.execute("SELECT hash FROM entries ORDER BY id DESC LIMIT 1").fetchone()\n    conn.execute("INSERT INTO entries (text, hash) VALUES (?, ?)", (entry, digest(row[0], entry)))\n    conn.commit()\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  facts: (file) => [
    ...defsOf(file.module).flatMap((fn): (Checked | Remote)[] => {
      const checked = checkedIn(fn, file);
      return checked.length > 0 ? checked : remoteIn(fn, file);
    }),
    ...defsOf(file.module).flatMap((fn) => numberedIn(fn, file)),
    ...tablesOf(file).map((each) => ({ kind: 'table' as const, ...each })),
    ...uniqueInMigrations(file).map((each) => ({ kind: 'migration' as const, ...each })),
    ...(nodesOf(file.module, 'Call').some((call) => answersRefusedRow(call, file))
      ? [{ kind: 'answered' as const }]
      : []),
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
        // Two rows are soon mended: an amount that was added twice is gone.
        ...(fact.sum !== undefined && !isUnique && { ceiling: 'P1' as const }),
        ...heldBackBy(guess ?? (serves ? undefined : ONE_WRITER)),
        related: [
          { path, ...unpackPlace(fact.asked), message: 'whether there is one is asked here' },
          ...sumIn(fact, path),
        ],
        key: `${fact.fn} ${fact.rowName}`,
      });
    }
    reportRemote(ctx);
    reportNumbered(serves, ctx);
  },
});

const sumIn = ({ sum }: Checked, path: string): readonly RelatedLocation[] =>
  sum === undefined ? [] : [{ path, ...unpackPlace(sum[1]), message: `\`${sum[0]}\` is added to once for each row` }];

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

function reportNumbered(serves: boolean, ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'numbered')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.insert) },
      message: `two writers of \`${fact.table}\` can read the same ${fact.what} and both insert after it`,
      remedy:
        'Read and insert in one transaction that locks (`BEGIN IMMEDIATE`, `SELECT … FOR UPDATE`), or let the database number the rows',
      ceiling: 'P1',
      ...heldBackBy(fact.guess ?? (serves ? undefined : ONE_WRITER)),
      related: [
        {
          path,
          ...unpackPlace(fact.read),
          message: `the ${fact.what} is read here, and nothing keeps others from doing so`,
        },
      ],
      key: `${fact.fn} ${fact.table}`,
    });
  }
}

/** In a program that one person runs there is one writer, as a rule. */
const ONE_WRITER = 'nothing shows that the program serves several at once';

const numberedIn = (fn: Def, file: FactsContext): Numbered[] =>
  numberedInserts(fn, file).map(({ table, what, guess, read, insert }) => ({
    kind: 'numbered',
    fn: file.names.fullNameOf(fn),
    table,
    what,
    read: packPlace(file, read),
    insert: packPlace(file, insert),
    ...(guess && { guess }),
  }));

function remoteIn(fn: Def, file: FactsContext): Remote[] {
  const found = checkedWrite(fn, file);
  if (
    found === undefined ||
    isHeld(found.insert, found.asked, fn, file) ||
    refusalOf(found.insert, fn, file) === 'caught'
  )
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

function checkedIn(fn: Def, file: FactsContext): Checked[] {
  return [...checkedInserts(fn, file), ...managerInserts(fn, file)].flatMap(({ asked, insert, ...checked }) => {
    if (isHeld(insert, asked, fn, file)) return [];
    const refusal = refusalOf(insert, fn, file);
    const sum = sumBeside(insert, fn, file);
    return [
      {
        kind: 'checked' as const,
        ...checked,
        fn: file.names.fullNameOf(fn),
        asked: packPlace(file, asked),
        insert: packPlace(file, insert),
        refusal: checked.isWritten === true && refusal === 'elsewhere' ? 'uncaught' : refusal,
        ...(sum && { sum: [file.text.slice(sum), packPlace(file, sum)] as const }),
      },
    ];
  });
}
