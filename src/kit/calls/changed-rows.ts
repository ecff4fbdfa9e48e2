/** A row that a statement has just changed is there for the next one that asks by the same condition. */
import { type Attribute, type Call, dottedName, type Expression, type Node } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { statementGivenTo } from '../../semantics/rows/database-rows.ts';
import { runsBefore } from './queried-rows.ts';

/** `if cursor.rowcount > 0:` behind an UPDATE of the rows that the query behind it asks for. */
export function queriesChangedRow(call: Call, { value }: Attribute, model: SemanticModel): boolean {
  const counted = model.flow.conditionsAt(call).find(({ test, isTrue }) => isTrue && saysChanged(test, value))?.test;
  const [query] = runsBefore(call, value, model);
  const [change] = counted === undefined ? [] : runsBefore(counted, value, model);
  if (counted === undefined || query === undefined || change === undefined || query.start < counted.start) return false;
  const queried = partsOf(statementGivenTo(query, model), /^\s*select\b/i);
  const changed = partsOf(statementGivenTo(change, model), /^\s*update\b/i);
  if (queried === undefined || changed === undefined || queried.condition !== changed.condition) return false;
  const [table, ...more] = queried.head.split(/\bfrom\b/i).slice(1);
  const [kept, sets] = changed.head.split(/\bset\b/i);
  if (table === undefined || more.length > 0 || table.trim() !== kept?.trim()) return false;
  // What it sets may be what it was found by.
  const isMoved = (sets?.match(/\w+/g) ?? []).some((word) => queried.condition.match(/\w+/g)?.includes(word));
  return !isMoved && areSame(query.args[1], change, model);
}

/** What is before and behind the only `WHERE` of a statement of the kind. */
function partsOf(statement: string | undefined, kind: RegExp) {
  const begun = statement === undefined ? undefined : kind.exec(statement)?.[0];
  const [head, condition, ...more] = (statement ?? '').slice(begun?.length ?? 0).split(/\bwhere\b/i);
  if (begun === undefined || head === undefined || condition === undefined || more.length > 0) return undefined;
  return { head, condition: (condition.match(/\S+/g) ?? []).join(' ') };
}

/** `cursor.rowcount`, `cursor.rowcount > 0`. */
function saysChanged(test: Node, cursor: Expression): boolean {
  const [count, least] = test.kind === 'Compare' ? [test.left, test.comparators[0]] : [test, undefined];
  if (count.kind !== 'Attribute' || count.attr !== 'rowcount' || dottedName(count.value) !== dottedName(cursor))
    return false;
  if (test.kind !== 'Compare') return true;
  const number = least?.kind === 'Constant' && least.value.kind === 'int' ? Number(least.value.value) : Number.NaN;
  return test.ops.length === 1 && ((test.ops[0] === 'Gt' && number >= 0) || (test.ops[0] === 'GtE' && number >= 1));
}

/** The same names are given to both, and not bound anew between; an UPDATE takes those of its condition last. */
function areSame(queried: Expression | undefined, change: Call, model: SemanticModel): boolean {
  const given = change.args[1];
  if (queried?.kind !== 'Tuple' || given?.kind !== 'Tuple') return false;
  const last = given.elts.slice(-queried.elts.length);
  return queried.elts.every((each, index) => {
    const other = last[index];
    if (each.kind !== 'Name' || other?.kind !== 'Name' || each.id !== other.id) return false;
    const { definitions = [] } = model.names.resolve(each) ?? {};
    return definitions.every(({ node }) => node.start < change.start || node.start > queried.start);
  });
}
