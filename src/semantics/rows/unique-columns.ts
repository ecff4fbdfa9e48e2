/** Which columns of a table the database keeps unique, by the class of its rows and by migrations. */
import { type Call, type ClassDef, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What a class of rows says of its table. */
export interface TableOfClass {
  /** The full name of the class. */
  readonly row: string;
  readonly table?: string;
  readonly unique: readonly (readonly string[])[];
  /** Something of it is computed. */
  readonly isOpen?: true;
}

/** Of the classes of a file that have columns. */
export function tablesOf(model: SemanticModel): readonly TableOfClass[] {
  return nodesOf(model.source.module, 'ClassDef').flatMap((owner) => {
    const columns = owner.body.flatMap((member) => columnOf(member, model) ?? []);
    const isTable = columns.length > 0 || attributeOf('__tablename__', owner) !== undefined;
    if (!isTable) return [];
    const table = attributeOf('__tablename__', owner);
    const more = attributeOf('__table_args__', owner);
    const sets = more === undefined ? [] : constraintsIn(more, model);
    const meta = uniqueInMeta(owner, model);
    const keys = columns.filter(({ made }) => isTrue('primary_key', made, model)).map(({ name }) => name);
    const name = table === undefined ? undefined : model.values.string(table);
    return [
      {
        row: `${model.names.moduleName}.${model.names.qualnameOf(owner)}`,
        ...(name !== undefined && { table: name }),
        unique: [
          ...columns
            .filter(({ made }) => isTrue('unique', made, model) || calledName(made, model) === 'OneToOneField')
            .map((column) => [column.name]),
          ...(keys.length > 0 ? [keys] : []),
          ...(sets ?? []),
          ...(meta ?? []),
        ],
        ...((sets === undefined || meta === undefined) && { isOpen: true as const }),
      },
    ];
  });
}

/** What migrations make unique: by the name of the table. */
export interface UniqueInMigration {
  readonly table: string;
  readonly unique: readonly string[];
}

/** `op.create_unique_constraint(name, table, columns)`, `op.create_index(name, table, columns, unique=True)`. */
export function uniqueInMigrations({ source, names, values }: SemanticModel): readonly UniqueInMigration[] {
  return nodesOf(source.module, 'Call').flatMap((call): UniqueInMigration[] => {
    const name = names.qualifiedName(call.func) ?? '';
    const isConstraint = name.endsWith('op.create_unique_constraint');
    const isIndex =
      name.endsWith('op.create_index') &&
      call.keywords.some(({ arg, value }) => arg === 'unique' && isTrueValue(value));
    if (!isConstraint && !isIndex) return [];
    const given = (word: string, at: number) => call.keywords.find(({ arg }) => arg === word)?.value ?? call.args[at];
    const table = given(isIndex ? 'table_name' : 'source', 1);
    const columns = given(isIndex ? 'columns' : 'local_cols', 2);
    const named = table === undefined ? undefined : values.string(table);
    const unique = columns?.kind === 'List' || columns?.kind === 'Tuple' ? textsOf(columns.elts, values) : undefined;
    return named === undefined || unique === undefined ? [] : [{ table: named, unique }];
  });
}

const textsOf = (parts: readonly Expression[], values: SemanticModel['values']): readonly string[] | undefined => {
  const texts = parts.map((part) => values.string(part));
  return texts.every((text) => text !== undefined) ? texts : undefined;
};

/** `name = Column(String, unique=True)`, `name: Mapped[str] = mapped_column(unique=True)`, `name: str = Field(unique=True)`. */
function columnOf(
  member: ClassDef['body'][number],
  model: SemanticModel,
): { readonly name: string; readonly made: Call } | undefined {
  const target = member.kind === 'Assign' ? member.targets[0] : member.kind === 'AnnAssign' ? member.target : undefined;
  const value = member.kind === 'Assign' || member.kind === 'AnnAssign' ? member.value : undefined;
  const isColumn = value?.kind === 'Call' && COLUMN.test(calledName(value, model));
  return target?.kind === 'Name' && isColumn ? { name: target.id, made: value } : undefined;
}

/** Of SQLAlchemy, SQLModel and Django. */
const COLUMN = /^(?:Column|mapped_column|\w*Field|ForeignKey)$/;

/** What `Meta` of a model of Django keeps unique; undefined where some of it cannot be read. */
function uniqueInMeta({ body }: ClassDef, model: SemanticModel): readonly (readonly string[])[] | undefined {
  const meta = body.find((member) => member.kind === 'ClassDef' && member.name === 'Meta');
  if (meta?.kind !== 'ClassDef') return [];
  const together = attributeOf('unique_together', meta);
  const constraints = attributeOf('constraints', meta);
  const sets: (readonly string[] | undefined)[] = [];
  if (together !== undefined) {
    const parts = together.kind === 'Tuple' || together.kind === 'List' ? together.elts : undefined;
    const isOne = parts?.every((part) => model.values.string(part) !== undefined) === true;
    for (const set of isOne || parts === undefined ? [together] : parts) sets.push(textsIn(set, model));
  }
  if (constraints !== undefined && constraints.kind !== 'List' && constraints.kind !== 'Tuple') return undefined;
  for (const each of constraints?.elts ?? []) {
    if (each.kind !== 'Call') return undefined;
    if (calledName(each, model) !== 'UniqueConstraint') continue;
    const fields = each.keywords.find(({ arg }) => arg === 'fields')?.value;
    sets.push(fields === undefined ? undefined : textsIn(fields, model));
  }
  return sets.every((set) => set !== undefined) ? sets : undefined;
}

const textsIn = (set: Expression, { values }: SemanticModel): readonly string[] | undefined =>
  set.kind === 'Tuple' || set.kind === 'List' ? textsOf(set.elts, values) : undefined;

/** However it is imported. */
const calledName = ({ func }: Call, { names }: SemanticModel): string =>
  names.qualifiedName(func)?.split('.').at(-1) ?? lastName(func) ?? '';

const isTrue = (name: string, { keywords }: Call, { values }: SemanticModel): boolean => {
  const given = keywords.find(({ arg }) => arg === name)?.value;
  const folded = given === undefined ? undefined : values.fold(given);
  return given !== undefined && (folded?.kind !== 'bool' || folded.value);
};

const isTrueValue = (value: Expression): boolean =>
  value.kind !== 'Constant' || value.value.kind !== 'bool' || value.value.value;

function attributeOf(name: string, { body }: ClassDef): Expression | undefined {
  for (const member of body) {
    const target =
      member.kind === 'Assign' ? member.targets[0] : member.kind === 'AnnAssign' ? member.target : undefined;
    if (target?.kind === 'Name' && target.id === name && (member.kind === 'Assign' || member.kind === 'AnnAssign'))
      return member.value;
  }
  return undefined;
}

/** The columns of each `UniqueConstraint` and unique `Index` of `__table_args__`; undefined where some cannot be read. */
function constraintsIn(args: Expression, model: SemanticModel): readonly (readonly string[])[] | undefined {
  if (args.kind === 'Dict') return [];
  if (args.kind !== 'Tuple') return undefined;
  const sets: (readonly string[])[] = [];
  for (const each of args.elts) {
    if (each.kind === 'Dict') continue;
    if (each.kind !== 'Call') return undefined;
    const name = calledName(each, model);
    const isIndex = name === 'Index' && isTrue('unique', each, model);
    if (name !== 'UniqueConstraint' && !isIndex) continue;
    const columns = textsOf(isIndex ? each.args.slice(1) : each.args, model.values);
    if (columns === undefined) return undefined;
    sets.push(columns);
  }
  return sets;
}
