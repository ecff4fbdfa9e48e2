/** The row that a call asks for: by which statement, by which key, and why it may always be there. */
import {
  type Attribute,
  type Call,
  dottedName,
  type Expression,
  isCapWords,
  lastName,
  type Node,
  withoutAwait,
} from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import type { SourceKind } from '../../semantics/flow.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { queryGivenTo, statementGivenTo } from '../../semantics/rows/database-rows.ts';
import { isInjectedArgument } from '../../semantics/taint/route-parameters.ts';

/**
 * A row of a table into which the function itself writes before, or by a key that nobody outside gives (`item.owner_id`, what a call gave):
 * a foreign key, or who gave it, may see to it that the row is there.
 */
export function whyRowIsThere(call: Call, model: SemanticModel): DoubtId | undefined {
  const fn = model.context.functionAround(call);
  if (fn === undefined || call.func.kind !== 'Attribute') return undefined;
  const query = queryGivenTo(call, model) ?? queryBefore(call, call.func, model) ?? '';
  const table = /\bfrom\s+([\w."`]+)/i.exec(query)?.[1];
  const isWritten = model.context.nodesOfFunction(fn, 'Call').some((other) => {
    const statement = other.start < call.start ? (statementGivenTo(other, model) ?? '') : '';
    return table !== undefined && /\binsert\s+(?:or\s+\w+\s+)?into\s+([\w."`]+)/i.exec(statement)?.[1] === table;
  });
  if (isWritten) return 'value-always-present';
  const keys = keysOf(call, call.func, model);
  return keys.length > 0 && keys.every((key) => isOwnKey(key, model)) ? 'value-always-present' : undefined;
}

/** What no caller and nobody outside gives: an attribute of another row, what a call gave. */
const isOwnKey = (key: Expression, model: SemanticModel): boolean =>
  model.flow.sources(key).every(({ kind }) => !OUTSIDE.has(kind)) &&
  model.flow
    .origins(key)
    .every((leaf) =>
      leaf.kind === 'Attribute' ? !isOfHandler(leaf, model) : leaf.kind === 'Call' || leaf.kind === 'Await',
    );

const OUTSIDE: ReadonlySet<SourceKind> = new Set<SourceKind>(['request', 'network', 'input', 'arguments']);

/** `message.from_user.id`: a framework hands it to what is decorated for it, unless it is a dependency, which has been looked at. */
function isOfHandler(key: Attribute, model: SemanticModel): boolean {
  let root: Expression = key;
  while (root.kind === 'Attribute') root = root.value;
  const parameter = root.kind === 'Name' ? model.names.parameterOf(root) : undefined;
  const fn = parameter?.parent?.parent;
  const isDecorated = (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef') && fn.decorator_list.length > 0;
  return isDecorated && !isInjectedArgument(parameter, model);
}

/** What the row is asked for by: all that is given to the query, and to the calls that it is put together of. */
function keysOf(call: Call, func: Attribute, model: SemanticModel): readonly Expression[] {
  const run = runsBefore(call, func.value, model)[0] ?? call;
  const keys: Expression[] = [];
  for (
    let at: Expression = run;
    at.kind === 'Call' || at.kind === 'Attribute';
    at = withoutAwait(at.kind === 'Call' ? at.func : at.value)
  )
    if (at.kind === 'Call')
      keys.push(...at.args.flatMap(valuesIn), ...at.keywords.flatMap(({ value }) => valuesIn(value)));
  return keys.filter((key) => model.flow.origins(key).some(({ kind }) => kind !== 'Constant'));
}

/** Neither the class that is asked nor the statement; of a condition what its column is compared with. */
function valuesIn(given: Expression): readonly Expression[] {
  if (given.kind === 'Compare') return given.comparators;
  if (given.kind === 'Tuple' || given.kind === 'List') return given.elts;
  if (given.kind === 'Dict') return given.values;
  return given.kind === 'Constant' || given.kind === 'JoinedStr' || namesClass(given) ? [] : [given];
}

export const namesClass = (expression: Expression): boolean => isCapWords(lastName(expression) ?? '');

/** What a fetched row was asked for with. */
export function queryBefore(call: Call, { value }: Attribute, model: SemanticModel): string | undefined {
  // `cursor = await connection.execute(…)`, `async with connection.execute(…) as cursor`
  const [bound, other] = value.kind === 'Name' ? (model.names.resolve(value)?.definitions ?? []) : [];
  const whole = withoutAwait((other === undefined ? bound?.value : undefined) ?? value);
  const isRun = whole.kind === 'Call' && (whole === withoutAwait(value) || lastName(whole.func) === 'execute');
  const runs = isRun ? [whole] : runsBefore(call, value, model);
  return runs.length === 1 && runs[0] !== undefined ? queryGivenTo(runs[0], model) : undefined;
}

/** What the same cursor last ran in the same block, when it is all that it ran. */
export function runsBefore(call: Node, cursor: Expression, { context }: SemanticModel): Call[] {
  const fn = context.functionAround(call);
  const name = dottedName(cursor);
  if (fn === undefined || name === undefined) return [];
  return context
    .nodesOfFunction(fn, 'Call')
    .filter(
      ({ func, start }) =>
        func.kind === 'Attribute' && func.attr === 'execute' && dottedName(func.value) === name && start < call.start,
    )
    .slice(-1);
}
