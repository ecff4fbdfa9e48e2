/** Classes of rows of SQLAlchemy, SQLModel, Flask-SQLAlchemy and Django, and the tables that they are mapped to. */
import {
  booleanConstant,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  lastName,
  nodesOf,
} from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';
import { namesNone } from '../types/names-none.ts';
import { calledOfMapper, columnOf, flag, keywordText, type SchemaColumn } from './columns.ts';
import { attributeOf, constraintsOf, type TableConstraints } from './table-constraints.ts';

export interface MappedColumn<P = Span> extends SchemaColumn {
  /** As the class calls it. */
  readonly attribute: string;
  /** The full name of the class that its hint names. */
  readonly hinted?: string;
  readonly place: P;
}

/** Plain JSON, if places are. A class without a table may give its columns to those that derive from it. */
export interface MappedTable<P = Span> {
  /** The full name of the class. */
  readonly row: string;
  readonly table?: string;
  /** Flask-SQLAlchemy names the tables of those that derive from it. */
  readonly isOfFlask?: true;
  readonly isAbstract?: true;
  readonly columns: readonly MappedColumn<P>[];
  /** Absent where it says nothing of them; `open` where some of it cannot be read. */
  readonly constraints?: TableConstraints | 'open';
  readonly place: P;
}

export const mappedTablesIn = memoizeByFile((model: SemanticModel): readonly MappedTable[] =>
  nodesOf(model.source.module, 'ClassDef').flatMap((owner): MappedTable[] => {
    const isModel = owner.keywords.some(({ arg, value }) => arg === 'table' && booleanConstant(value) === true);
    const table = tableNameOf(owner, isModel, model);
    const isOfFlask = owner.bases.some(
      (base) => base.kind === 'Attribute' && base.attr === 'Model' && lastName(base.value) === 'db',
    );
    const columns = owner.body.flatMap((member) => memberColumn(member, isModel, model) ?? []);
    const constraints = constraintsOf(owner, model);
    if (columns.length === 0 && table === undefined && constraints === undefined && !isOfFlask) return [];
    return [
      {
        row: model.names.fullNameOf(owner),
        ...(table !== undefined && { table }),
        ...(isOfFlask && { isOfFlask }),
        ...(attributeOf('__abstract__', owner) !== undefined && { isAbstract: true as const }),
        columns,
        ...(constraints !== undefined && { constraints }),
        place: { start: owner.name_start, end: owner.name_start + owner.name.length },
      },
    ];
  }),
);

function tableNameOf(owner: ClassDef, isModel: boolean, model: SemanticModel): string | undefined {
  const written = attributeOf('__tablename__', owner);
  if (written !== undefined) return model.values.string(written);
  return isModel ? owner.name.toLowerCase() : undefined;
}

function memberColumn(
  member: ClassDef['body'][number],
  isModel: boolean,
  model: SemanticModel,
): MappedColumn | undefined {
  if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') return undefined;
  const target = member.kind === 'Assign' ? member.targets[0] : member.target;
  if (target?.kind !== 'Name') return undefined;
  const hint = member.kind === 'AnnAssign' ? hintOf(member.annotation, isModel, model) : undefined;
  const { value } = member;
  const isPlain = value === undefined || (isModel && value.kind !== 'Call');
  const isOfHint = hint !== undefined && !/^(?:list|set)$/i.test(hint.named?.type ?? '');
  const column =
    value?.kind === 'Call'
      ? madeColumn(value, target.id, isModel, model)
      : isPlain && isOfHint
        ? { name: target.id }
        : undefined;
  if (column === undefined) return undefined;
  // What `Field` is given as a whole column says all by itself.
  const isHinted = value?.kind !== 'Call' || saColumnOf(value, model) === undefined;
  return {
    ...(hint && isHinted && { isNullable: hint.isNullable, ...(column.type === undefined && hint.named) }),
    ...column,
    attribute: target.id,
    place: { start: target.start, end: target.end },
  };
}

function madeColumn(call: Call, name: string, isModel: boolean, model: SemanticModel): SchemaColumn | undefined {
  const called = calledOfMapper(call, model);
  if (called === 'Column' || called === 'mapped_column') return columnOf(call, name, model);
  const field = FIELD.exec(model.names.qualifiedName(call.func) ?? '')?.[1];
  if (field !== undefined)
    return {
      ...fieldColumn(call, name, model),
      type: field,
      ...(field === 'OneToOneField' && { isUnique: true as const }),
    };
  if (called !== 'Field' || !isModel) return undefined;
  const made = saColumnOf(call, model);
  return made === undefined ? fieldColumn(call, name, model) : columnOf(made, name, model);
}

/** Of Django, and of the mappers and fields of projects that are called like its own; forms and serializers store nothing. */
const FIELD = /^(?!django\.forms|rest_framework|wtforms|marshmallow)(?:\w+\.)+(\w+Field|ForeignKey)$/;

/** `Field(sa_column=Column(…))` */
function saColumnOf(call: Call, model: SemanticModel): Call | undefined {
  const value = callKeyword(call, 'sa_column')?.value;
  return value?.kind === 'Call' && calledOfMapper(value, model) === 'Column' ? value : undefined;
}

/** SQLModel's: `Field(default=None, foreign_key="users.id", ondelete="CASCADE")`; Django's: `CharField(unique=True)`. */
function fieldColumn(call: Call, name: string, model: SemanticModel): SchemaColumn {
  const isNullable = flag('nullable', call);
  const column = keywordText('foreign_key', call, model);
  const onDelete = keywordText('ondelete', call, model)?.toUpperCase();
  const type = callKeyword(call, 'sa_type')?.value;
  return {
    name,
    ...(type !== undefined && { type: lastName(type.kind === 'Call' ? type.func : type) ?? '?' }),
    ...(isNullable !== undefined && { isNullable }),
    ...(flag('primary_key', call) === true && { isKey: true as const }),
    ...(flag('unique', call) === true && { isUnique: true as const }),
    ...(column !== undefined && { references: { column, ...(onDelete !== undefined && { onDelete }) } }),
  };
}

interface Hint {
  readonly isNullable: boolean;
  readonly named: Pick<MappedColumn, 'type' | 'hinted'> | undefined;
}

/** What SQLAlchemy takes from `Mapped[str | None]`, and SQLModel from `Optional[str]`; other hints are none of a column. */
function hintOf(annotation: Expression, isModel: boolean, { types }: SemanticModel): Hint | undefined {
  const name = annotation.kind === 'Subscript' ? lastName(annotation.value) : undefined;
  if ((name !== 'Mapped' && !isModel) || name === 'ClassVar') return undefined;
  const hinted = types.annotatedClass(annotation);
  const named = hinted === undefined ? undefined : { type: hinted.slice(hinted.lastIndexOf('.') + 1), hinted };
  return { isNullable: namesNone(annotation), named };
}
