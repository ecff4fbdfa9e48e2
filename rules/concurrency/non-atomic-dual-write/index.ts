import type { Def } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { earlyJobs, SENT_AT_ONCE } from './jobs-in-transactions.ts';
import { sendsOtherwise } from './sends-otherwise.ts';
import { splitChanges } from './split-changes.ts';
import { joinsWrites, pairIn, REMEDY, SAYS } from './write-pairs.ts';

export default defineSourceRule({
  docs: {
    summary: 'dual write: one change in two stores or two commits',
    why: 'A failure or restart between the two writes leaves the change in only one of the stores. Nothing detects or repairs the inconsistency.',
    remedy:
      'Write both in one transaction; where the stores share none, write an outbox entry with the first write, or undo the first when the second fails',
    harm: 'loses',
    severity: {
      'two stores or two commits': 'P1',
      'data stored before its row': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [662],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'CONSIST-002' }],
    measured: {
      read: 7,
      right: 6,
      on: 'mem0, xinference, dagster, mem0ai, evidently, pandas; 50 other packages have none',
    },
    bad: 'class Notes:\n    def __init__(self, database, index_store):\n        self.database = database\n        self.index_store = index_store\n\n    async def add(self, note):\n        await self.database.insert(note)\n        await self.index_store.add(note)\n',
    good: 'class Notes:\n    def __init__(self, database):\n        self.database = database\n\n    async def add(self, note):\n        async with self.database.transaction() as change:\n            await change.insert("notes", note)\n            await change.insert("outbox", note)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  questions: [sendsOtherwise],
  visit: {
    FunctionDef: look,
    AsyncFunctionDef: look,
  },
});

function look(fn: Def, ctx: SourceContext): void {
  for (const { call, row, opened, isSignal } of earlyJobs(fn, ctx))
    ctx.report({
      at: call,
      message: `dual write: the job for \`${row}\` is sent ${isSignal ? 'in a save signal, possibly within a transaction' : 'within the transaction that writes it'}, so it may run before the commit or despite a rollback`,
      remedy: 'Send the job after the commit (`transaction.on_commit`, or after the block)',
      related: [{ at: opened, message: isSignal ? 'called here' : 'the transaction' }],
      ...(isSignal && { doubt: 'transaction-handled-elsewhere' }),
      when: providedThat(SENT_AT_ONCE, 'drop'),
    });
  const split = splitChanges(fn, ctx);
  for (const { kind, first, second, about } of split) {
    const isBefore = kind.endsWith('before');
    ctx.report({
      at: isBefore ? first : second,
      message: SAYS[kind](about),
      remedy: REMEDY[kind],
      // What nobody points to takes space; a row without its part is asked for.
      kind: kind === 'stored-before' ? 'data stored before its row' : undefined,
      ...(kind.startsWith('sent') && { when: providedThat(SENT_AT_ONCE, 'drop') }),
      related: [
        isBefore ? { at: second, message: 'committed here' } : { at: first, message: `\`${about}\` is committed here` },
      ],
    });
  }
  if (split.length > 0) return;
  // While an object is made, its parts are put together.
  if (ctx.context.classOfMethod(fn) === undefined || fn.name === '__init__') return;
  const pair = pairIn(fn.body, ctx);
  if (pair === undefined || joinsWrites(fn)) return;
  const [first, second] = pair;
  ctx.report({
    at: second.call,
    message: `dual write: if \`${fn.name}\` fails between its two writes, \`${second.thing}\` changes in \`${first.store}\` but not in \`${second.store}\``,
    related: [{ at: first.call, message: `written to \`${first.store}\` here` }],
  });
}
