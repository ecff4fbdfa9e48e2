/** Places of what is written out in order: the second of each pair in a list of pairs. */
import {
  type Call,
  type Expression,
  isNone,
  type Name,
  type Node,
  nodesOf,
  type Subscript,
  stringConstant,
} from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';
import { valuesPutInto } from './fillings.ts';

/** Which of the names that a tuple binds it is; undefined for a name alone, and where a `*` gathers some. */
export function indexWithin(target: Node): number | undefined {
  const { parent } = target;
  if (parent?.kind !== 'Tuple' || parent.elts.some(({ kind }) => kind === 'Starred')) return undefined;
  const index = parent.elts.indexOf(target as Expression);
  return index < 0 ? undefined : index;
}

/** `for column, value in [("title", body.title), …]`: of each row what is there; undefined where the rows are not written out. */
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

/** `row[1]`, where a loop takes the row out of a list that is written out, or `pair[0]` of a pair that is; `record["path"]` of dicts. */
export function partsTaken({ value, slice }: Subscript, model: SemanticModel): readonly Expression[] | undefined {
  if (value.kind !== 'Name') return undefined;
  const key = stringConstant(slice);
  if (key !== undefined) return partsByKey(value, key, model);
  const index = model.values.fold(slice);
  if (index?.kind !== 'int' || index.value < 0) return undefined;
  const at = Number(index.value);
  const whole = model.flow.whole(value);
  const own = whole.kind === 'Tuple' && !whole.elts.some(({ kind }) => kind === 'Starred') ? whole.elts[at] : undefined;
  if (own !== undefined) return [own];
  const [definition, other] = model.names.resolve(value)?.definitions ?? [];
  if (definition?.kind !== 'for' || definition.partOf === undefined || other !== undefined) return undefined;
  return indexWithin(definition.node) === undefined ? partsOfRows(definition.partOf, at, model) : undefined;
}

/** `waiting["path"]` of dicts that are written out, or that another dict keeps: what is there by that key in each. */
function partsByKey(value: Name, key: string, model: SemanticModel): readonly Expression[] | undefined {
  if (keysStored(model).has(key) || growsLater(value, model)) return undefined;
  const found = model.flow.whole(value);
  const records = found.kind === 'Call' ? recordsKept(found, model) : [found];
  const parts = records.map((record) => {
    if (record.kind !== 'Dict' || record.keys.some((each) => stringConstant(each) === undefined)) return undefined;
    return record.values[record.keys.findLastIndex((each) => stringConstant(each) === key)];
  });
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts : undefined;
}

/** `WAITING.get(chat)`, where records are put in. */
function recordsKept({ func, args }: Call, model: SemanticModel): readonly Expression[] {
  const holder = func.kind === 'Attribute' && /^(?:get|pop)$/.test(func.attr) ? func.value : undefined;
  if (holder?.kind !== 'Name') return [];
  const definitions = model.names.resolve(holder)?.definitions ?? [];
  const kept = definitions.flatMap(({ value }) => (value?.kind === 'Dict' ? value.values : [value ?? holder]));
  const filled = definitions.map((each) => valuesPutInto(holder, each, model)).find((values) => values.length > 0);
  return [...kept, ...(filled ?? []), ...args.slice(1)].filter((each) => !isNone(each));
}

/** The texts by which something is put into a dict of the file. */
const keysStored = memoizeByFile(
  ({ source }: SemanticModel): ReadonlySet<string> =>
    new Set(
      nodesOf(source.module, 'Subscript').flatMap((each) =>
        each.ctx === 'Load' ? [] : (stringConstant(each.slice) ?? []),
      ),
    ),
);

/** `rows.append(…)`: not all of them are written out together. */
const growsLater = (rows: Expression, model: SemanticModel): boolean =>
  rows.kind === 'Name' &&
  (model.names.resolve(rows)?.definitions ?? []).some((each) => valuesPutInto(rows, each, model).length > 0);

const elementsOf = (list: Expression): readonly Expression[] | undefined =>
  (list.kind === 'List' || list.kind === 'Tuple' || list.kind === 'Set') && list.elts.length > 0
    ? list.elts
    : undefined;
