/** What keeps others from the rows, tables or keys of a database from where it is called until the transaction ends. */
import { type Call, type Def, isWithin, lastName, type Node } from '../../ast/index.ts';
import { dominates, isInterruption, reachedWithout } from '../../flow/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { statementRun } from './database-rows.ts';

const LOCKING =
  /\bFOR\s+(NO\s+KEY\s+)?(UPDATE|SHARE)\b|\bBEGIN\s+(IMMEDIATE|EXCLUSIVE)\b|\bLOCK\s+(TABLE|IN)\b|\bpg_(?:try_)?advisory_(?:xact_)?lock|GET_LOCK|SERIALIZABLE|\bWITH\s*\(\s*(UPDLOCK|TABLOCK)/i;
const ENDING = /^\s*(?:commit|rollback|end)\b/i;

/** `select_for_update()`, `with_for_update()`, `func.pg_advisory_xact_lock(key)`, `session.get(Order, id, with_for_update=True)`, `SELECT … FOR UPDATE`, `BEGIN IMMEDIATE`. */
export const locksRows = (call: Call, model: SemanticModel): boolean =>
  /^(?:select|with)_for_update$|^pg_(?:try_)?advisory_(?:xact_)?lock/.test(lastName(call.func) ?? '') ||
  call.keywords.some(({ arg }) => arg === 'with_for_update') ||
  runsSql(call, LOCKING, model);

/** The call that has locked rows on every path to a node, with no end of the transaction in between; one that comes no later than `since`. */
export function rowLockAt(node: Node, fn: Def, model: SemanticModel, since: Node = node): Call | undefined {
  const calls = callsWithin([fn]);
  const isLocking = (call: Call): boolean => locksRows(call, model) || beginsLocking(call, model);
  const locks = calls.filter((call) => call.start < since.end && isInBlockOf(call, node) && isLocking(call));
  if (locks.length === 0) return undefined;
  const graph = model.flow.graphOf(fn);
  const locking = new Set(locks.flatMap((call) => graph.at(call)));
  const ends = calls.filter((call) => endsTransaction(call, model)).flatMap((call) => graph.at(call));
  const without = reachedWithout(graph, { begins: (edge) => locking.has(edge.from) && !isInterruption(edge), ends });
  const isLocked = graph.at(node).every((point) => locking.has(point) || !without.has(point));
  const isPassed = (lock: Call): boolean =>
    graph.at(node).every((point) => graph.at(lock).some((at) => dominates(graph, at, point)));
  return isLocked ? (locks.findLast(isPassed) ?? locks[0]) : undefined;
}

/** What a `with` begins ends with it. */
const isInBlockOf = ({ parent }: Call, node: Node): boolean =>
  parent?.kind !== 'withitem' || parent.parent === undefined || isWithin(node, parent.parent);

/** `with self.transaction():` of this file, which begins a transaction that locks. */
function beginsLocking(call: Call, model: SemanticModel): boolean {
  const opened = call.parent?.kind === 'withitem' ? model.context.functionRun(call.func) : undefined;
  return opened !== undefined && callsWithin([opened]).some((each) => runsSql(each, LOCKING, model));
}

const runsSql = (call: Call, how: RegExp, model: SemanticModel): boolean => how.test(statementRun(call, model) ?? '');

const endsTransaction = (call: Call, model: SemanticModel): boolean =>
  (call.func.kind === 'Attribute' && /^(?:commit|rollback)$/.test(call.func.attr) && call.args.length === 0) ||
  runsSql(call, ENDING, model);
