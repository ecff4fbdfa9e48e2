/** Rows that a manager of Django makes because a look-up found none: `except Order.DoesNotExist: Order.objects.create(…)`. */
import {
  ancestors,
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  lastName,
  type Node,
  type Stmt,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { type CheckedInsert, leadsTo, rowsTested, testsIn } from '../_shared/existence-checks.ts';

/** Those of a function, one for each class of rows. */
export function managerInserts(fn: Def, model: SemanticModel): readonly CheckedInsert[] {
  const found = new Map<string, CheckedInsert>();
  for (const insert of callsWithin([fn])) {
    const made = CREATING.has(lastName(insert.func) ?? '') ? rowsOf(insert, model) : undefined;
    if (made === undefined || found.has(made.row)) continue;
    const check = checkBefore(insert, made.row, fn, model);
    const given = new Set(insert.keywords.map(({ arg }) => arg));
    if (check === undefined || !check.columns.every((column) => given.has(column))) continue;
    found.set(made.row, { ...made, ...check, insert, isWritten: true });
  }
  return [...found.values()];
}

const CREATING: ReadonlySet<string> = new Set(['create', 'acreate']);

type RowCheck = Pick<CheckedInsert, 'columns' | 'isCount' | 'check'>;

function checkBefore(insert: Call, row: string, fn: Def, model: SemanticModel): RowCheck | undefined {
  for (const node of ancestors(insert)) {
    if (node === fn) break;
    const query = node.kind === 'ExceptHandler' ? notFoundBy(node, row, model) : undefined;
    const compared = query && columnsOf(query);
    if (query !== undefined && compared !== undefined) return { columns: compared, check: query };
  }
  for (const test of testsIn(fn, model)) {
    const tested = leadsTo(test, insert, model) ? rowsTested(test.test, model) : undefined;
    const from = tested === undefined ? [] : [tested.subject, ...model.flow.origins(tested.subject)];
    const query = from.find((each) => isQueryOf(each, row, model));
    const compared = query && columnsOf(query);
    if (compared !== undefined)
      return {
        columns: compared,
        ...(tested?.isCount && { isCount: tested.isCount }),
        check: test.test,
      };
  }
  return undefined;
}

/** The query whose `DoesNotExist` a handler takes. */
function notFoundBy({ type, parent }: ExceptHandler, row: string, model: SemanticModel): Expression | undefined {
  const isOfRow =
    type?.kind === 'Attribute' && type.attr === 'DoesNotExist' && model.names.qualifiedName(type.value) === row;
  if (!isOfRow || parent?.kind !== 'Try') return undefined;
  return callsWithin(parent.body).find(
    (call) => /^a?get$/.test(lastName(call.func) ?? '') && isQueryOf(call, row, model),
  );
}

const isQueryOf = (query: Expression, row: string, model: SemanticModel): boolean =>
  rowsOf(query.kind === 'Await' ? query.value : query, model)?.row === row;

/** The class at the root of `Order.objects.filter(…).first()`. */
function rowsOf(query: Expression, { names }: SemanticModel): { row: string; rowName: string } | undefined {
  let at: Expression = query;
  while (at.kind === 'Call' && at.func.kind === 'Attribute') at = at.func.value;
  if (at.kind !== 'Attribute' || at.attr !== 'objects' || at === query) return undefined;
  const row = names.qualifiedName(at.value);
  return row === undefined ? undefined : { row, rowName: lastName(at.value) ?? row };
}

/** The columns that the calls of a query compare for equality. */
function columnsOf(query: Expression): readonly string[] | undefined {
  const columns = callsWithin([query])
    .filter(({ func }) => /^(?:a?get|filter)$/.test(lastName(func) ?? ''))
    .flatMap(({ keywords }) => keywords.flatMap(({ arg }) => (arg === undefined || arg.includes('__') ? [] : [arg])));
  return columns.length === 0 ? undefined : [...new Set(columns)];
}

/** What is added to a number beside the insert, by the same decision: it is added once for each row. */
export function sumBeside(insert: Call, fn: Def, model: SemanticModel): Expression | undefined {
  for (const statement of decidedWith(insert, fn)) {
    let sum: Expression | undefined;
    holds(statement, (node) => {
      sum = sum ?? addedTo(node, model);
      return sum !== undefined;
    });
    if (sum !== undefined) return sum;
  }
  return undefined;
}

/** The statements of the blocks around the insert, up to the branch that was decided by the look-up. */
function decidedWith(insert: Call, fn: Def): readonly Stmt[] {
  for (const node of ancestors(insert)) {
    if (node === fn) return fn.body.filter(({ start }) => start > insert.end);
    if (node.kind === 'ExceptHandler') return node.body;
    if (node.kind === 'If') return node.orelse.some((each) => each.start <= insert.start) ? node.orelse : node.body;
  }
  return [];
}

/** `key.credit = F("credit") + amount`, `wallet.balance += amount`; a step of one is a count, of which little depends. */
function addedTo(node: Node, model: SemanticModel): Expression | undefined {
  const isAmount = (part: Expression): boolean => part.kind !== 'Constant' && model.values.fold(part) === undefined;
  if (node.kind === 'AugAssign')
    return node.op === 'Add' && node.target.kind === 'Attribute' && isNumber(node.value, model) && isAmount(node.value)
      ? node.target
      : undefined;
  const [target] = node.kind === 'Assign' ? node.targets : [];
  if (node.kind !== 'Assign' || target?.kind !== 'Attribute') return undefined;
  const { value } = node;
  if (value.kind !== 'BinOp' || value.op !== 'Add' || !isAmount(value.right)) return undefined;
  const isOwn = model.source.text.slice(value.left) === model.source.text.slice(target);
  const isColumn = value.left.kind === 'Call' && model.names.qualifiedName(value.left.func)?.endsWith('.F') === true;
  return (isOwn && isNumber(value.right, model)) || isColumn ? target : undefined;
}

/** Texts and lists are added to as well. */
const isNumber = (value: Expression, { types }: SemanticModel): boolean =>
  value.kind !== 'JoinedStr' &&
  value.kind !== 'List' &&
  !/^builtins\.(?:str|list|tuple|bytes)$/.test(types.classOf(value) ?? '');
