import { defsOf, nodesOf } from '#ast';
import {
  defineProjectRule,
  factsOfKind,
  NOT_PRODUCTION,
  type ProjectContext,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { serverFacts } from '#kit/artifacts';
import { schemaFactsIn, schemaOf } from '#kit/schema';
import { type Checked, checkedFactsIn } from './checked-facts.ts';
import {
  COUNT_LOCKED,
  doubtAgainst,
  type Fact,
  followed,
  inOneTurn,
  type Located,
  messageOf,
  ONE_TURN,
} from './insert-after-read.ts';
import { numberedFactsIn } from './numbered-inserts.ts';
import { answersRefusedRow } from './refused-inserts.ts';
import { type Remote, remoteFactsIn } from './remote-checks.ts';
import { rowAccessesIn } from './row-access.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'race condition: read, then insert',
    why: 'Two concurrent requests can read the same state and both insert a row. Without a unique constraint, the row or number then exists twice. With a constraint, the second request fails unexpectedly.',
    remedy:
      'Add a unique constraint, insert without the check and handle `IntegrityError`, or read and insert in one locking transaction',
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
  facts: (file) => [
    ...defsOf(file.module).flatMap((fn): (Checked | Remote)[] => {
      const checked = checkedFactsIn(fn, file);
      return checked.length > 0 ? checked : remoteFactsIn(fn, file);
    }),
    ...defsOf(file.module).flatMap((fn) => numberedFactsIn(fn, file)),
    ...serverFacts(file),
    ...rowAccessesIn(file),
    ...schemaFactsIn(file),
    ...(nodesOf(file.module, 'Call').some((call) => answersRefusedRow(call, file))
      ? [{ kind: 'answered' as const }]
      : []),
  ],
  check(project, ctx) {
    const schema = schemaOf(project, ctx.facts);
    const isAnswered = factsOfKind(ctx.facts, 'answered').length > 0;
    const isAlone = inOneTurn(project, ctx);
    const remote = followed(project, ctx);
    const checked = factsOfKind(ctx.facts, 'checked').map((each) => ({ ...each, rowsOf: each.path }));
    for (const { path, fact, rowsOf } of [...checked, ...remote.checked]) {
      const table = fact.isCount ? undefined : schema.rowNamed(fact.row, rowsOf);
      const kept = table && schema.keepsUnique(table, fact.columns);
      const isUnique = kept === true;
      if (isUnique && (fact.refusal === 'caught' || isAnswered)) continue;
      const at = { path, ...unpackPlace(fact.insert) };
      const proof = isUnique && isAlone(path, fact) ? ONE_TURN : undefined;
      if (proof !== undefined) {
        ctx.proven({ at, by: proof });
        continue;
      }
      ctx.report({
        at,
        message: messageOf(fact, isUnique),
        ...(fact.isCount && { remedy: COUNT_LOCKED }),
        cause: isUnique ? `${path} refusal` : `${fact.row} ${fact.columns.toSorted().join()}`,
        ...(isUnique &&
          ({ harm: 'breaks', remedy: 'Catch `IntegrityError` and answer as if the row had been found' } as const)),
        // Two rows are soon mended: an amount that was added twice is gone.
        kind: isUnique ? 'duplicate rejected' : fact.sum === undefined ? undefined : 'amount added twice',
        doubt: doubtAgainst(fact, kept),
        related: [{ path, ...unpackPlace(fact.check), message: 'the check is here' }, ...sumIn(fact, path)],
        key: `${fact.fn} ${fact.rowName}`,
      });
    }
    reportRemote(remote.unseen, ctx);
    reportNumbered(ctx);
  },
});

const sumIn = ({ sum }: Checked, path: string): readonly RelatedLocation[] =>
  sum === undefined ? [] : [{ path, ...unpackPlace(sum[1]), message: `\`${sum[0]}\` is increased once for each row` }];

function reportRemote(unseen: readonly Located<Remote>[], ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of unseen) {
    ctx.report({
      at: { path, ...unpackPlace(fact.check) },
      cause: 'written without a look at the constraints',
      message: fact.isCount
        ? `race condition: two requests can both find the count for \`${fact.value}\` below the limit and both write one more`
        : `race condition: two requests can both find nothing for \`${fact.value}\` and both write it`,
      ...(fact.isCount && { remedy: COUNT_LOCKED }),
      doubt: 'database-constraint',
      related: [{ path, ...unpackPlace(fact.insert), message: 'written here' }],
      key: `${fact.fn} ${fact.value}`,
    });
  }
}

function reportNumbered(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'numbered')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.insert) },
      message: `race condition: two writers of \`${fact.table}\` can read the same ${fact.what} and both insert after it`,
      remedy:
        'Read and insert in one locking transaction (`BEGIN IMMEDIATE`, `SELECT … FOR UPDATE`), or let the database number the rows',
      kind: 'duplicate number',
      doubt: fact.doubt,
      related: [
        {
          path,
          ...unpackPlace(fact.read),
          message: `the ${fact.what} is read here without a lock`,
        },
      ],
      key: `${fact.fn} ${fact.table}`,
    });
  }
}
