/** What a class of rows says of its table besides its columns: `__table_args__`, and `Meta` of Django. */
import { type ClassDef, callKeyword, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { ownNameOf } from '../own-name.ts';
import { calledOfMapper, isUniqueIndex, stringsIn } from './columns.ts';

/** Plain JSON, for facts. */
export interface TableConstraints {
  /** The columns of its `PrimaryKeyConstraint`. */
  readonly key: readonly string[];
  /** Sets of columns that constraints and indexes keep unique. */
  readonly unique: readonly (readonly string[])[];
}

/** `open` where some of it cannot be read; undefined where it says nothing. */
export function constraintsOf(owner: ClassDef, model: SemanticModel): TableConstraints | 'open' | undefined {
  const args = attributeOf('__table_args__', owner);
  if (args !== undefined) return constraintsIn(args, model) ?? 'open';
  if (owner.body.some((member) => member.kind === 'FunctionDef' && member.name === '__table_args__')) return 'open';
  const meta = owner.body.find((member) => member.kind === 'ClassDef' && member.name === 'Meta');
  return meta?.kind === 'ClassDef' ? constraintsInMeta(meta, model) : undefined;
}

export function attributeOf(name: string, { body }: ClassDef): Expression | undefined {
  for (const member of body) {
    if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') continue;
    const target = member.kind === 'Assign' ? member.targets[0] : member.target;
    if (target?.kind === 'Name' && target.id === name) return member.value;
  }
  return undefined;
}

function constraintsIn(args: Expression, model: SemanticModel): TableConstraints | undefined {
  if (args.kind === 'Dict') return { key: [], unique: [] };
  if (args.kind !== 'Tuple') return undefined;
  const unique: (readonly string[])[] = [];
  let key: readonly string[] = [];
  for (const each of args.elts) {
    if (each.kind === 'Dict') continue;
    if (each.kind !== 'Call') return undefined;
    const called = calledOfMapper(each, model) ?? '';
    if (!/^(?:UniqueConstraint|PrimaryKeyConstraint)$/.test(called) && !(called === 'Index' && isUniqueIndex(each)))
      continue;
    const parts = called === 'Index' ? each.args.slice(1) : each.args;
    const names = parts.map((part) => model.values.string(part) ?? lastName(part));
    if (!names.every((name) => name !== undefined)) return undefined;
    if (called === 'PrimaryKeyConstraint') key = names;
    else unique.push(names);
  }
  return { key, unique };
}

/** `unique_together = ("user", "day")`, `constraints = [UniqueConstraint(fields=["user", "day"], name="…")]` */
function constraintsInMeta(meta: ClassDef, model: SemanticModel): TableConstraints | 'open' | undefined {
  const together = attributeOf('unique_together', meta);
  const constraints = attributeOf('constraints', meta);
  if (together === undefined && constraints === undefined) return undefined;
  const sets: (readonly string[] | undefined)[] = [];
  if (together !== undefined) {
    const isOne = stringsIn(together, model) !== undefined;
    const parts = together.kind === 'Tuple' || together.kind === 'List' ? together.elts : [together];
    for (const set of isOne ? [together] : parts) sets.push(stringsIn(set, model));
  }
  if (constraints !== undefined && constraints.kind !== 'List' && constraints.kind !== 'Tuple') return 'open';
  for (const each of constraints?.elts ?? []) {
    if (each.kind !== 'Call') return 'open';
    if (ownNameOf(each.func, model.names) === 'UniqueConstraint')
      sets.push(stringsIn(callKeyword(each, 'fields')?.value, model));
  }
  return sets.every((set) => set !== undefined) ? { key: [], unique: sets } : 'open';
}
