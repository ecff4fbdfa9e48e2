/** Rows of a database that are read, changed and saved, so that what others write in between is lost. */
import {
  type Attribute,
  type Call,
  type Def,
  type Expression,
  holds,
  isCapWords,
  isWithin,
  lastName,
  type Node,
  walk,
  withoutAwait,
} from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { givesMappedRow } from './mapper-queries.ts';

/** A row, and the class of it where that alone tells that it is one. */
export interface SavedRow {
  readonly read: Node;
  readonly write: Node;
  readonly table?: string;
}

/**
 * `job = Job.objects.get(…)`, `job.done += 1`, `job.save()`, or `session.commit()` for a row of a session; be it the row that a method or
 * a route is given: what others write between the read and the save is lost.
 */
export function savedRow({ value: row }: Attribute, fn: Def, model: SemanticModel): SavedRow | undefined {
  if (row.kind !== 'Name') return undefined;
  const write = callsWithin(fn.body).find(({ func, start }) => {
    if (func.kind !== 'Attribute' || start < row.end) return false;
    const isOwn = func.value.kind === 'Name' && func.value.id === row.id;
    return isOwn ? SAVES.has(func.attr) : func.attr === 'commit';
  });
  if (write === undefined) return undefined;
  const read = model.flow
    .origins(row)
    .map(withoutAwait)
    .find((origin): origin is Call => origin.kind === 'Call' && isRow(origin, model));
  if (read !== undefined) return { read, write };
  const given = model.names.parameterOf(row);
  const table = given === undefined ? undefined : model.types.classOf(row);
  return given !== undefined && table !== undefined && isCapWords(table.slice(table.lastIndexOf('.') + 1))
    ? { read: given, write, table }
    : undefined;
}

const SAVES: ReadonlySet<string> = new Set(['save', 'asave']);

const isRow = (call: Call, model: SemanticModel): boolean =>
  /^django\.shortcuts\.a?get_object_or_404$/.test(model.names.qualifiedName(call.func) ?? '') ||
  givesMappedRow(call, model);

/** What is added in `row.total = row.total + amount`, `row.days = (row.days or 0) + days`, be it by way of a local. */
export function addedTo(target: Expression, value: Expression, model: SemanticModel): Expression | undefined {
  const { text } = model.source;
  const isSame = (node: Node): boolean => node.kind === target.kind && text.slice(node) === text.slice(target);
  let added: Expression | undefined;
  walk(model.flow.whole(value), (node) => {
    if (node.kind !== 'BinOp' || !CHANGING.has(node.op) || added !== undefined) return;
    if (holds(node.left, isSame)) added = node.right;
    else if (holds(node.right, isSame)) added = node.left;
  });
  return added;
}

const CHANGING: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mult']);

/** Of a mere count little depends: an amount that is lost is a stock, a balance or a quota that is no longer true. */
export const isUncounted = (added: Expression, { values }: SemanticModel): boolean =>
  added.kind !== 'JoinedStr' && values.fold(added) === undefined;

/**
 * `if order.status == "paid": return`, `order.status = "paid"`, and what is done once for the row (another row, an amount, a message, a
 * payment): the test that two requests pass is the read. Undefined where setting it twice does no harm.
 */
export function checkedBeforeSet(
  target: Attribute,
  value: Expression,
  fn: Def,
  model: SemanticModel,
): Expression | undefined {
  const { text } = model.source;
  const isSame = (node: Node): boolean => node.kind === 'Attribute' && text.slice(node) === text.slice(target);
  const isFixed =
    value.kind === 'Constant' || (value.kind === 'Attribute' && /^[A-Z]/.test(lastName(value.value) ?? ''));
  const test = !isFixed
    ? undefined
    : model.context
        .nodesOfFunction(fn, 'If')
        .find(
          (each) =>
            each.test.end < target.start &&
            holds(each.test, isSame) &&
            (isWithin(target, each)
              ? each.body.some((statement) => isWithin(target, statement))
              : !model.flow.exits(each.body).falls),
        );
  if (test === undefined) return undefined;
  const isOnce = callsWithin(fn.body).some(
    (call) =>
      call.start > test.test.end &&
      model.context.handlerAround(call) === undefined &&
      (ONCE.test(lastName(call.func) ?? '') || model.effects.of(call) === 'network') &&
      model.flow.mayComeTo(test.test, call),
  );
  const isAdded = model.context
    .nodesOfFunction(fn, 'AugAssign')
    .some((each) => each.start > test.end && each.target.kind === 'Attribute');
  return isOnce || isAdded ? test.test : undefined;
}

/** What is done once for a row: another is added, somebody is paid or told. */
const ONCE =
  /^(?:add|add_all|create|acreate|bulk_create|delay|apply_async|enqueue\w*|publish\w*|send\w*|deliver\w*|charge\w*|refund\w*|transfer\w*|pay|payout\w*|capture\w*|issue\w*|grant\w*|extend_\w+)$/;
