/** Calls that delete rows, by statement or through a mapper. */
import { type Call, type Expression, lastName, withoutAwait } from '#ast';
import type { SemanticModel } from '#semantics';
import { isMappedRead, isMappedRows, statementGivenTo } from '#semantics/rows/database-rows';

const OF_DOCUMENTS: ReadonlySet<string> = new Set(['delete_one', 'delete_many', 'find_one_and_delete']);
const OR_NOT_FOUND: ReadonlySet<string> = new Set(['get_or_404', 'first_or_404', 'get_object_or_404']);

/** `session.delete(order)`, `Order.query.filter(…).delete()`, `cursor.execute("DELETE FROM orders …")`, `orders.delete_one(…)`. */
export function deletesRows(call: Call, model: SemanticModel): boolean {
  const { func, args } = call;
  if (func.kind !== 'Attribute') return false;
  if (OF_DOCUMENTS.has(func.attr)) return true;
  if (func.attr !== 'delete') return /^\s*delete\s+from\b/i.test(statementGivenTo(call, model) ?? '');
  const [row, ...others] = args;
  if (others.length > 0) return false;
  if (row !== undefined) return isRow(row, model) || model.effects.of(call) === 'database';
  return isMappedRows(func.value, model) || isRow(func.value, model);
}

/** One that a mapper gave. */
const isRow = (expression: Expression, model: SemanticModel): boolean =>
  [expression, ...model.flow.origins(expression)].some((origin) => {
    const call = withoutAwait(origin);
    if (call.kind !== 'Call') return false;
    return OR_NOT_FOUND.has(lastName(call.func) ?? '') || isMappedRead(call);
  });
