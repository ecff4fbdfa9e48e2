/** Two writes in a row that belong together, and what joins them. */
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  isCapWords,
  lastName,
  mentions,
  type Stmt,
  statementsThrough,
  withoutAwait,
} from '#ast';
import type { SourceContext } from '#kit';
import { isDataStore } from './data-store.ts';
import type { SplitChange } from './split-changes.ts';

/** Writes by whole words at the head of a method's name. */
const WRITE =
  /^(a|async_)?(add|append|insert|put|save|store|upsert|update|write|record|create|delete|remove|index|enqueue|publish|set|push)(_|$)/;
/** Anyone who wrote this knew that two writes may come apart. */
const COMPENSATION =
  /rollback|compensat|undo|revert|saga|outbox|reconcil|two_phase|repair|restore|transaction|atomic|begin|unit_of_work/i;

export const SAYS: Readonly<Record<SplitChange['kind'], (about: string) => string>> = {
  'stored-before': (about) =>
    `dual write: the data for \`${about}\` is stored before \`${about}\` is committed, and is orphaned when the commit fails`,
  'removed-before': (about) =>
    `dual write: the data for \`${about}\` is deleted before the change of \`${about}\` is committed, and is lost when the commit fails`,
  'stored-after': (about) =>
    `dual write: \`${about}\` is committed before its data is stored, and has none when storing fails`,
  'sent-before': (about) =>
    `dual write: the job for \`${about}\` is sent before \`${about}\` is committed, so it may run before the commit or despite its failure`,
  'sent-after': (about) =>
    `dual write: \`${about}\` is committed before its job is sent, and waits forever when sending fails`,
  'two-commits': (about) =>
    `dual write: the row that refers to \`${about}\` is committed after \`${about}\`, and is missing when that second commit fails`,
};

export const REMEDY: Readonly<Record<SplitChange['kind'], string>> = {
  'stored-before': 'Delete it when the commit fails, or store it in a job queued after the commit',
  'removed-before': 'Commit first, then delete it',
  'sent-before': 'Commit first, then send the job',
  'sent-after': 'Record the failure in the row when sending fails, and let a job resend what was never sent',
  'stored-after': 'Delete the row or record the failure when storing fails, and let a job look for incomplete rows',
  'two-commits': 'Add both and commit once (`flush` assigns the first its key)',
};

/** Anything in the method that joins the writes, or undoes one of them. */
export function joinsWrites(fn: Def): boolean {
  return mentions(fn, COMPENSATION);
}

interface Write {
  readonly call: Call;
  /** `self.database`. */
  readonly store: string;
  /** Names that are written. */
  readonly things: readonly string[];
}

type Pair = readonly [Write, Write & { readonly thing: string }];

/** Two writes of one thing to different stores, one after the other in the same block of statements. */
export function pairIn(body: readonly Stmt[], ctx: SourceContext): Pair | undefined {
  const writes = statementsThrough(body).flatMap((statement) => writeOf(statement, ctx) ?? []);
  for (const [index, second] of writes.entries()) {
    const isShared = (name: string): boolean => second.things.includes(name);
    const first = writes.slice(0, index).find(({ store, things }) => store !== second.store && things.some(isShared));
    const thing = first?.things.find(isShared);
    if (first === undefined || thing === undefined || ctx.context.triesAround(second.call).length > 0) continue;
    return [first, { ...second, thing }];
  }
  return undefined;
}

/** A statement that is a write and no more: `await self.store.add(x)`, `id = self.database.insert(x)`. */
function writeOf(statement: Stmt, ctx: SourceContext): Write | undefined {
  const given =
    statement.kind === 'Return' || statement.kind === 'Expr' || statement.kind === 'Assign'
      ? statement.value
      : undefined;
  const value = given && withoutAwait(given);
  if (value === undefined) return undefined;
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || !WRITE.test(value.func.attr)) return undefined;
  const receiver = value.func.value;
  if (receiver.kind !== 'Attribute' || receiver.value.kind !== 'Name' || !isDataStore(receiver, ctx)) return undefined;
  const owner = ctx.context.classAround(statement);
  if (owner === undefined || ctx.types.classDefOf(receiver.value) !== owner) return undefined;
  const things = [...value.args, ...value.keywords.map((keyword) => keyword.value)].flatMap(thingsIn);
  return { call: value, store: `${receiver.value.id}.${receiver.attr}`, things };
}

/** What goes along with what is written. */
const CONTEXT_ARGUMENT =
  /^(self|cls|fs|session|conn|connection|cursor|tx|ctx|context|config|options|kwargs|loop|request|timeout|namespace|path|now|.*_?(user|tenant|org|project)(_id)?)$/;

/** `note`, and `note` of `note.id`; what `self` holds is not what is written. */
function thingsIn(argument: Expression): readonly string[] {
  if (argument.kind === 'Call' && isCapWords(lastName(argument.func) ?? ''))
    return argumentValues(argument).flatMap(thingsIn);
  let at = argument;
  while (at.kind === 'Attribute' || at.kind === 'Subscript' || at.kind === 'Starred') at = at.value;
  return at.kind === 'Name' && !CONTEXT_ARGUMENT.test(at.id) ? [at.id] : [];
}
