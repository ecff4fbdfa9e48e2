import { defsOf, nodesOf } from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  factsOfKind,
  NOT_PRODUCTION,
  type ProjectContext,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { type ServerFact, serverFacts } from '#kit/artifacts';
import type { ProjectModel } from '#project';
import { isOnLoopAlone, ofOneProcess } from '../_shared/one-process.ts';
import { type Checked, checkedFactsIn } from './checked-facts.ts';
import { type Numbered, numberedFactsIn } from './numbered-inserts.ts';
import { answersRefusedRow } from './refused-inserts.ts';
import { type Remote, remoteFactsIn } from './remote-checks.ts';
import { type RowAccess, RowAccesses, rowAccessesIn } from './row-access.ts';
import {
  keepsUnique,
  type TableOfClass,
  tableOf,
  tablesOf,
  type UniqueInMigration,
  uniqueInMigrations,
} from './unique-columns.ts';

/** `@app.exception_handler(IntegrityError)`: the application answers it, whichever route meets it. */
interface Answered {
  readonly kind: 'answered';
}

type Fact =
  | Checked
  | Remote
  | Numbered
  | Answered
  | RowAccess
  | ServerFact
  | ({ readonly kind: 'table' } & TableOfClass)
  | ({ readonly kind: 'migration' } & UniqueInMigration);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'row that is inserted by what was read before: none like it was found, or its number comes after the last',
    why: 'Two at once read the same and both insert. Without a unique constraint the row is there twice, a number is given twice or a chain of hashes forks; with one the second ends in an error that nobody expects.',
    remedy:
      'Give the columns a unique constraint, insert without asking, and answer the `IntegrityError`; or read and insert in one transaction that locks.',
    harm: 'loses',
    severity: {
      'duplicate row': 'P2',
      'amount added twice': 'P1',
      'duplicate rejected': 'P3',
      'duplicate number': 'P1',
    },
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
  skips: [...NOT_PRODUCTION, 'notebook'],
  needs: ['artifacts', 'texts'],
  facts: (file) => [
    ...defsOf(file.module).flatMap((fn): (Checked | Remote)[] => {
      const checked = checkedFactsIn(fn, file);
      return checked.length > 0 ? checked : remoteFactsIn(fn, file);
    }),
    ...defsOf(file.module).flatMap((fn) => numberedFactsIn(fn, file)),
    ...serverFacts(file),
    ...rowAccessesIn(file),
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
    const isAlone = inOneTurn(project, ctx);
    const remote = followed(project, ctx);
    const checked = factsOfKind(ctx.facts, 'checked').map((each) => ({ ...each, rowsOf: each.path }));
    for (const { path, fact, rowsOf } of [...checked, ...remote.checked]) {
      const from = project.moduleByPath(rowsOf);
      const table = from === undefined ? undefined : tableOf(fact.row, from, tables, project);
      const kept = table === undefined || fact.isCount ? undefined : keepsUnique(table, fact.columns, migrations);
      const isUnique = kept !== undefined;
      if (isUnique && (fact.refusal === 'caught' || isAnswered)) continue;
      const at = { path, ...unpackPlace(fact.insert) };
      const proof = isRefusedAlike(kept, fact) ? REFUSED : isUnique && isAlone(path, fact) ? ONE_TURN : undefined;
      if (proof !== undefined) {
        ctx.proven({ at, by: proof });
        continue;
      }
      ctx.report({
        at,
        message: messageOf(fact, isUnique),
        // One constraint mends all that ask for the same columns; of refusals each file has its way.
        ...(fact.isCount && { remedy: COUNT_LOCKED }),
        cause: isUnique ? `${path} refusal` : `${fact.row} ${fact.columns.toSorted().join()}`,
        ...(isUnique && { harm: 'breaks' as const }),
        // Two rows are soon mended: an amount that was added twice is gone.
        kind: isUnique ? 'duplicate rejected' : fact.sum === undefined ? undefined : 'amount added twice',
        doubt: doubtAgainst(fact, isUnique, table),
        related: [
          { path, ...unpackPlace(fact.asked), message: 'whether there is one is asked here' },
          ...sumIn(fact, path),
        ],
        key: `${fact.fn} ${fact.rowName}`,
      });
    }
    reportRemote(remote.unseen, ctx);
    reportNumbered(ctx);
  },
});

const isRefusedAlike = (kept: 'all' | 'some' | undefined, { isRefused, asksMore }: Checked): boolean =>
  kept === 'all' && isRefused === true && asksMore !== true;
const REFUSED = 'the database refuses the second row, as the function would have';
const ONE_TURN = 'one event loop serves it, and has no other turn before the row is committed';

/** Whether no two can come between each other: one process is started, and its loop runs the function without a break. */
const inOneTurn = (project: ProjectModel, { facts }: ProjectContext<Fact>) => {
  const isOfOneProcess = ofOneProcess(project, facts);
  return (path: string, { fn, unbroken }: Checked): boolean =>
    unbroken !== undefined && isOfOneProcess(path) && (unbroken === 'async' || isOnLoopAlone(fn, project));
};

const sumIn = ({ sum }: Checked, path: string): readonly RelatedLocation[] =>
  sum === undefined ? [] : [{ path, ...unpackPlace(sum[1]), message: `\`${sum[0]}\` is added to once for each row` }];

function messageOf(fact: Checked, isUnique: boolean): string {
  const row = `\`${fact.rowName}\` with this ${fact.columns.map((column) => `\`${column}\``).join(' and ')}`;
  if (isUnique)
    return `two requests can both find no ${row}, and the second insert ends in an \`IntegrityError\` that nothing here catches`;
  return fact.isCount
    ? `two requests can both count fewer ${row} than there may be, and both insert one`
    : `two requests can both find no ${row} and both insert one: no unique constraint refuses the second`;
}

function doubtAgainst(fact: Checked, isUnique: boolean, table: TableOfClass | undefined): DoubtId | undefined {
  if (isUnique && fact.refusal === 'elsewhere') return 'failure-handled-elsewhere';
  return fact.isCount !== true && (table === undefined || table.isOpen === true) ? 'database-constraint' : undefined;
}

const COUNT_LOCKED = 'Count and insert in one transaction that locks what is counted for (`SELECT … FOR UPDATE`)';

type Located<F> = { readonly path: string; readonly fact: F };

/** Of what other functions ask and write: what is known of the rows, and what may be meant. What adds other rows than were asked for is left out. */
function followed(
  project: ProjectModel,
  ctx: ProjectContext<Fact>,
): { checked: readonly (Located<Checked> & { rowsOf: string })[]; unseen: readonly Located<Remote>[] } {
  const rows = new RowAccesses(project, factsOfKind(ctx.facts, 'access'));
  const checked: (Located<Checked> & { rowsOf: string })[] = [];
  const unseen: Located<Remote>[] = [];
  const told = new Set<string>();
  for (const { path, fact } of factsOfKind(ctx.facts, 'remote')) {
    if (told.has(fact.fn)) continue;
    const asked = fact.asks?.map((each) => ({ ...each, path })) ?? rows.asked(fact.askedWay, path);
    const added =
      fact.row !== undefined
        ? [rows.classOf(fact.row, path)]
        : fact.writeWay === undefined
          ? []
          : rows.added(fact.writeWay, path);
    const same = asked.find((each) => added.includes(rows.classOf(each.row, each.path)));
    if (same !== undefined && same.columns.length > 0) {
      const { row, columns, path: rowsOf } = same;
      const rowName = row.slice(row.lastIndexOf('.') + 1);
      const { kind: _, isCount, ...rest } = fact;
      const counted = isCount && { isCount };
      checked.push({ path, rowsOf, fact: { ...rest, kind: 'checked', row, rowName, columns, ...counted } });
    } else {
      const mayBeSame = asked.length > 0 && added.includes('?');
      const isOpen = fact.isLikely && (asked.length === 0 || added.length === 0);
      if (same === undefined && !mayBeSame && !isOpen) continue;
      unseen.push({ path, fact });
    }
    told.add(fact.fn);
  }
  return { checked, unseen };
}

function reportRemote(unseen: readonly Located<Remote>[], ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of unseen) {
    ctx.report({
      at: { path, ...unpackPlace(fact.asked) },
      cause: 'written without a look at the constraints',
      message: fact.isCount
        ? `two requests can both count fewer than there may be for \`${fact.value}\`, and both write one more`
        : `two requests can both find nothing for \`${fact.value}\` and both write it`,
      ...(fact.isCount && { remedy: COUNT_LOCKED }),
      doubt: 'database-constraint',
      related: [{ path, ...unpackPlace(fact.insert), message: 'it is written here' }],
      key: `${fact.fn} ${fact.value}`,
    });
  }
}

function reportNumbered(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'numbered')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.insert) },
      message: `two writers of \`${fact.table}\` can read the same ${fact.what} and both insert after it`,
      remedy:
        'Read and insert in one transaction that locks (`BEGIN IMMEDIATE`, `SELECT … FOR UPDATE`), or let the database number the rows',
      kind: 'duplicate number',
      doubt: fact.doubt,
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
