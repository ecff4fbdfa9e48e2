/** What keeps others from the rows, tables or keys of a database from where it is called until the transaction ends. */
import { type Call, type Def, isWithin, lastName, type Node } from '../../ast/index.ts';
import { isInterruption, reachedWithout } from '../../flow/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { statementGivenTo } from './database-rows.ts';

const LOCKING =
  /\bFOR\s+(NO\s+KEY\s+)?(UPDATE|SHARE)\b|\bBEGIN\s+(IMMEDIATE|EXCLUSIVE)\b|\bLOCK\s+(TABLE|IN)\b|advisory|GET_LOCK|SERIALIZABLE|\bWITH\s*\(\s*(UPDLOCK|TABLOCK)/i;
const ENDING = /^\s*(?:commit|rollback|end)\b/i;

/** `select_for_update()`, `with_for_update()`, `session.get(Order, id, with_for_update=True)`, `SELECT … FOR UPDATE`, `BEGIN IMMEDIATE`. */
export const locksRows = (call: Call, model: SemanticModel): boolean =>
  /^(?:select|with)_for_update$|advisory/.test(lastName(call.func) ?? '') ||
  call.keywords.some(({ arg }) => arg === 'with_for_update') ||
  isStatement(call, LOCKING, model);

/** The call that has locked rows on every path to a node, with no end of the transaction in between; one that comes no later than `since`. */
export function rowLockAt(
  node: Node,
  fn: Def,
  model: SemanticModel,
  since: Node = node,
  isLocking: (call: Call) => boolean = (call) => locksRows(call, model) || beginsLocking(call, model),
): Call | undefined {
  const calls = callsWithin([fn]);
  const locks = calls.filter((call) => call.start < since.end && isLocking(call) && isInBlockOf(call, node));
  if (locks.length === 0) return undefined;
  const graph = model.flow.graphOf(fn);
  const locking = new Set(locks.flatMap((call) => graph.at(call)));
  const ends = calls.filter((call) => endsTransaction(call, model)).flatMap((call) => graph.at(call));
  const without = reachedWithout(graph, { begins: (edge) => locking.has(edge.from) && !isInterruption(edge), ends });
  const isLocked = graph.at(node).every((point) => locking.has(point) || !without.has(point));
  return isLocked ? locks[0] : undefined;
}

/** What a `with` begins ends with it. */
const isInBlockOf = ({ parent }: Call, node: Node): boolean =>
  parent?.kind !== 'withitem' || parent.parent === undefined || isWithin(node, parent.parent);

/** `with self.transaction():` of this file, which begins a transaction that locks. */
function beginsLocking(call: Call, model: SemanticModel): boolean {
  const opened = call.parent?.kind === 'withitem' ? model.context.functionRun(call.func) : undefined;
  return opened !== undefined && callsWithin([opened]).some((each) => isStatement(each, LOCKING, model));
}

const isStatement = (call: Call, how: RegExp, model: SemanticModel): boolean =>
  /^(?:execute|executemany|exec_driver_sql|fetch\w*|scalars?)$/.test(lastName(call.func) ?? '') &&
  how.test(statementGivenTo(call, model) ?? '');

const endsTransaction = (call: Call, model: SemanticModel): boolean =>
  (call.func.kind === 'Attribute' && /^(?:commit|rollback)$/.test(call.func.attr) && call.args.length === 0) ||
  isStatement(call, ENDING, model);
