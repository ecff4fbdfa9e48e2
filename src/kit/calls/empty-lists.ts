/** Lists that may be empty, by what makes them: a filter, or a query for rows. */
import {
  type Call,
  type Expression,
  type GeneratorExp,
  type ListComp,
  lastName,
  type Node,
  nodesOf,
} from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isMappedRows } from '../state/database-rows.ts';
import { queryBefore, whyRowIsThere } from './asked-rows.ts';
import { isRowLooked, isRowSelected } from './empty-results.ts';

/** That a list may be empty. */
export interface EmptyList {
  /** What is asked where somebody sees to it: `rows` of `sorted(rows)`. */
  readonly list: Expression;
  /** When it is, as a clause. */
  readonly when: string;
  /** Why it may never be. */
  readonly guess?: string;
}

/** Undefined where nothing tells that it may be, and where anything is added to it. */
export function emptyListOf(list: Expression, model: SemanticModel): EmptyList | undefined {
  const whole = model.flow.whole(list);
  if (list.kind === 'Name' && isAddedTo(list.id, model)) return undefined;
  if (whole.kind === 'ListComp' || whole.kind === 'GeneratorExp')
    return isFiltered(whole, model) ? { list, when: 'nothing passes the filter' } : undefined;
  if (whole.kind !== 'Call') return undefined;
  const [passed] = PASSING.test(model.names.qualifiedName(whole.func) ?? '') ? whole.args : [];
  if (passed !== undefined) return list.kind === 'Name' ? undefined : emptyListOf(passed, model);
  if (!isRows(whole, model)) return undefined;
  const guess = whyRowIsThere(whole, model);
  return { list, when: 'there is no such row', ...(guess !== undefined && { guess }) };
}

const PASSING = /^builtins\.(?:list|tuple|sorted|reversed|iter)$/;

/** Of a list that is written down, the author knows what passes. */
const isFiltered = ({ generators }: ListComp | GeneratorExp, model: SemanticModel): boolean =>
  generators.some(({ ifs }) => ifs.length > 0) && !generators.every(({ iter }) => isWrittenDown(iter, model));

function isWrittenDown(iter: Expression, { names }: SemanticModel): boolean {
  const values = iter.kind === 'Name' ? names.resolve(iter)?.definitions.map(({ value }) => value) : [iter];
  return values?.every((value) => value !== undefined && WRITTEN.has(value.kind)) === true;
}

const WRITTEN: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['List', 'Tuple', 'Set', 'Dict']);

/** `cursor.fetchall()`, `Order.objects.filter(…)`, `(await session.scalars(select(Order).where(…))).all()`. */
function isRows(call: Call, model: SemanticModel): boolean {
  if (call.func.kind !== 'Attribute') return false;
  if (call.func.attr === 'fetchall') return isRowLooked(queryBefore(call, call.func, model));
  return isMappedRows(call, model) || (call.func.attr === 'all' && isRowSelected(call, model));
}

const isAddedTo = (name: string, { source }: SemanticModel): boolean =>
  nodesOf(source.module, 'Call').some(
    ({ func }) =>
      func.kind === 'Attribute' && /^(?:append|extend|insert)$/.test(func.attr) && lastName(func.value) === name,
  );
