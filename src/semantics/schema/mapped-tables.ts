/** Classes of rows of SQLAlchemy, SQLModel and Flask-SQLAlchemy, and the tables that they are mapped to. */
import { booleanConstant, type Call, type ClassDef, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import { calledOfMapper, columnOf, type SchemaColumn } from './columns.ts';

export interface MappedColumn<P> extends SchemaColumn {
  /** As the class calls it. */
  readonly attribute: string;
  readonly place: P;
}

/** Plain JSON, if places are. A class without a table may give its columns to those that derive from it. */
export interface MappedTable<P> {
  /** The full name of the class. */
  readonly row: string;
  readonly table?: string;
  readonly columns: readonly MappedColumn<P>[];
  /** Sets of columns that its constraints and indexes keep unique, besides single ones. */
  readonly unique: readonly (readonly string[])[];
  /** What it says of its constraints cannot be read. */
  readonly isOpen?: true;
  readonly place: P;
}

export function mappedTablesIn<P>(model: SemanticModel, placeOf: (at: Span) => P): readonly MappedTable<P>[] {
  if (
    !model.names.imports.some(({ module }) =>
      /sqlalchemy|sqlmodel|models?|database|\bdb\b|base|extensions/i.test(module),
    )
  )
    return [];
  return nodesOf(model.source.module, 'ClassDef').flatMap((owner) => {
    const isModel = owner.keywords.some(({ arg, value }) => arg === 'table' && booleanConstant(value) === true);
    const table = tableNameOf(owner, isModel, model);
    const columns = owner.body.flatMap((member) => memberColumn(member, isModel, model, placeOf) ?? []);
    if (columns.length === 0 && table === undefined) return [];
    const unique = constraintsOf(owner, model);
    return [
      {
        row: model.names.fullNameOf(owner),
        ...(table !== undefined && { table }),
        columns,
        unique: unique ?? [],
        ...(unique === undefined && { isOpen: true as const }),
        place: placeOf({ start: owner.name_start, end: owner.name_start + owner.name.length }),
      },
    ];
  });
}

function tableNameOf(owner: ClassDef, isModel: boolean, model: SemanticModel): string | undefined {
  const written = attributeOf('__tablename__', owner);
  if (written !== undefined) return model.values.string(written);
  if (isModel) return owner.name.toLowerCase();
  const isFlask = owner.bases.some(
    (base) => base.kind === 'Attribute' && base.attr === 'Model' && lastName(base.value) === 'db',
  );
  // As Flask-SQLAlchemy does: `OrderItem` is `order_item`.
  return isFlask && attributeOf('__abstract__', owner) === undefined
    ? owner.name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase()
    : undefined;
}

function memberColumn<P>(
  member: ClassDef['body'][number],
  isModel: boolean,
  model: SemanticModel,
  placeOf: (at: Span) => P,
): MappedColumn<P> | undefined {
  if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') return undefined;
  const target = member.kind === 'Assign' ? member.targets[0] : member.target;
  if (target?.kind !== 'Name') return undefined;
  const hinted = member.kind === 'AnnAssign' ? hintOf(member.annotation) : undefined;
  const { value } = member;
  const isPlain = value === undefined ? hinted?.isMapped === true || isModel : isModel && value.kind !== 'Call';
  const column =
    value?.kind === 'Call'
      ? madeColumn(value, target.id, isModel, model)
      : isPlain
        ? plainColumn(target.id, hinted)
        : undefined;
  const isNullable = column?.isNullable ?? hinted?.isNullable;
  const type = column?.type ?? hinted?.type;
  const known = { ...(isNullable !== undefined && { isNullable }), ...(type !== undefined && { type }) };
  return column && { ...column, ...known, attribute: target.id, place: placeOf(target) };
}

function madeColumn(call: Call, name: string, isModel: boolean, model: SemanticModel): SchemaColumn | undefined {
  const called = calledOfMapper(call, model);
  if (called === 'Column' || called === 'mapped_column') return columnOf(call, name, model);
  if (called !== 'Field' || !isModel) return undefined;
  const made = saColumnOf(call, model);
  return made === undefined ? fieldColumn(call, name, model) : columnOf(made, name, model);
}

/** `note: Mapped[str]`; of SQLModel `note: str = ""` too. */
const plainColumn = (name: string, hinted: Hint | undefined): SchemaColumn | undefined =>
  hinted === undefined || /^(?:List|list|ClassVar|Set|set)$/.test(hinted.type ?? '') ? undefined : { name };

/** `Field(sa_column=Column(…))` */
function saColumnOf({ keywords }: Call, model: SemanticModel): Call | undefined {
  const value = keywords.find(({ arg }) => arg === 'sa_column')?.value;
  return value?.kind === 'Call' && calledOfMapper(value, model) === 'Column' ? value : undefined;
}

/** SQLModel's: `Field(default=None, foreign_key="users.id", ondelete="CASCADE")`. */
function fieldColumn(call: Call, name: string, model: SemanticModel): SchemaColumn {
  const text = (word: string) => {
    const value = call.keywords.find(({ arg }) => arg === word)?.value;
    return value === undefined ? undefined : model.values.string(value);
  };
  const flag = (word: string) => booleanConstant(call.keywords.find(({ arg }) => arg === word)?.value);
  const isNullable = flag('nullable');
  const column = text('foreign_key');
  const onDelete = text('ondelete')?.toUpperCase();
  return {
    name,
    ...(isNullable !== undefined && { isNullable }),
    ...(flag('primary_key') === true && { isKey: true as const }),
    ...(flag('unique') === true && { isUnique: true as const }),
    ...(column !== undefined && { references: { column, ...(onDelete !== undefined && { onDelete }) } }),
  };
}

interface Hint {
  readonly isMapped: boolean;
  readonly isNullable: boolean;
  readonly type?: string;
}

/** `Mapped[str | None]`, `Optional[str]`. */
function hintOf(annotation: Expression): Hint | undefined {
  const isMapped = annotation.kind === 'Subscript' && lastName(annotation.value) === 'Mapped';
  const inner = isMapped ? annotation.slice : annotation;
  if (inner.kind === 'Constant') return undefined;
  const isOptional = inner.kind === 'Subscript' && lastName(inner.value) === 'Optional';
  const isUnion = inner.kind === 'BinOp' && inner.right.kind === 'Constant' && inner.right.value.kind === 'none';
  const of = isOptional ? inner.slice : isUnion ? inner.left : inner;
  const type = lastName(of.kind === 'Subscript' ? of.value : of);
  return { isMapped, isNullable: isOptional || isUnion, ...(type !== undefined && { type }) };
}

function attributeOf(name: string, { body }: ClassDef): Expression | undefined {
  for (const member of body) {
    if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') continue;
    const target = member.kind === 'Assign' ? member.targets[0] : member.target;
    if (target?.kind === 'Name' && target.id === name) return member.value;
  }
  return undefined;
}

/** Of `__table_args__`; undefined where some of it cannot be read. */
function constraintsOf(owner: ClassDef, model: SemanticModel): readonly (readonly string[])[] | undefined {
  const args = attributeOf('__table_args__', owner);
  const isComputed = owner.body.some((member) => member.kind === 'FunctionDef' && member.name === '__table_args__');
  if (args === undefined) return isComputed ? undefined : [];
  if (args.kind === 'Dict') return [];
  if (args.kind !== 'Tuple') return undefined;
  const sets: (readonly string[])[] = [];
  for (const each of args.elts) {
    if (each.kind === 'Dict') continue;
    if (each.kind !== 'Call') return undefined;
    const called = calledOfMapper(each, model);
    const isIndex =
      called === 'Index' &&
      each.keywords.some(({ arg, value }) => arg === 'unique' && booleanConstant(value) !== false);
    if (!/^(?:UniqueConstraint|PrimaryKeyConstraint)$/.test(called ?? '') && !isIndex) continue;
    const names = (isIndex ? each.args.slice(1) : each.args).map((part) => model.values.string(part) ?? lastName(part));
    if (!names.every((name) => name !== undefined)) return undefined;
    sets.push(names);
  }
  return sets;
}
