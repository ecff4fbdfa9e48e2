/** Places of what is written out in order: the second of each pair in a list of pairs. */
import type { Expression, Node, Subscript } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { valuesPutInto } from './fillings.ts';

/** Which of the names that a tuple binds it is; undefined for a name alone, and where a `*` gathers some. */
export function indexWithin(target: Node): number | undefined {
  const { parent } = target;
  if (parent?.kind !== 'Tuple' || parent.elts.some(({ kind }) => kind === 'Starred')) return undefined;
  const index = parent.elts.indexOf(target as Expression);
  return index < 0 ? undefined : index;
}

/** `for column, value in [("title", body.title), …]`: of each row what stands there; undefined where the rows are not written out. */
export function partsOfRows(rows: Expression, index: number, model: SemanticModel): readonly Expression[] | undefined {
  if (growsLater(rows, model)) return undefined;
  const written = model.flow.whole(rows);
  if (written.kind === 'Call') return partsOfCall(written.args, model.names.qualifiedName(written.func), index);
  const elements = elementsOf(written);
  const parts = elements?.map((row) => (row.kind === 'Tuple' || row.kind === 'List' ? row.elts[index] : undefined));
  return parts?.every((part) => part !== undefined && part.kind !== 'Starred') === true ? parts : undefined;
}

/** `enumerate(names)`, `zip(columns, values)`: the first are numbers, and each has its own. */
function partsOfCall(
  args: readonly Expression[],
  name: string | undefined,
  index: number,
): readonly Expression[] | undefined {
  if (args.some(({ kind }) => kind === 'Starred')) return undefined;
  if (name === 'builtins.enumerate') return index === 0 ? [] : args.slice(0, 1);
  const own = name === 'builtins.zip' ? args[index] : undefined;
  return own === undefined ? undefined : [own];
}

/** `row[1]`, where a loop takes the row out of a list that is written out, or `pair[0]` of a pair that is. */
export function partsTaken({ value, slice }: Subscript, model: SemanticModel): readonly Expression[] | undefined {
  const index = model.values.fold(slice);
  if (value.kind !== 'Name' || index?.kind !== 'int' || index.value < 0) return undefined;
  const at = Number(index.value);
  const whole = model.flow.whole(value);
  const own = whole.kind === 'Tuple' && !whole.elts.some(({ kind }) => kind === 'Starred') ? whole.elts[at] : undefined;
  if (own !== undefined) return [own];
  const [definition, ...others] = model.names.resolve(value)?.definitions ?? [];
  if (definition?.kind !== 'for' || definition.partOf === undefined || others.length > 0) return undefined;
  return indexWithin(definition.node) === undefined ? partsOfRows(definition.partOf, at, model) : undefined;
}

/** `rows.append(…)`: not all of them are written out together. */
const growsLater = (rows: Expression, model: SemanticModel): boolean =>
  rows.kind === 'Name' &&
  (model.names.resolve(rows)?.definitions ?? []).some((each) => valuesPutInto(rows, each, model).length > 0);

const elementsOf = (list: Expression): readonly Expression[] | undefined =>
  (list.kind === 'List' || list.kind === 'Tuple' || list.kind === 'Set') && list.elts.length > 0
    ? list.elts
    : undefined;
