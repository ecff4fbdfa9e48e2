/** What a column says of itself, as a class of rows or a migration writes it: `Column(String, ForeignKey("users.id"), nullable=False)`. */
import { booleanConstant, type Call, callKeyword, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { ownNameOf } from '../own-name.ts';

/** Plain JSON, for facts. */
export interface SchemaColumn {
  /** As the database calls it. */
  readonly name: string;
  /** The last name of its type: `Integer`. */
  readonly type?: string;
  /** Absent where it is not written. */
  readonly isNullable?: boolean;
  readonly isKey?: true;
  readonly isUnique?: true;
  /** The database fills it by itself. */
  readonly hasServerDefault?: true;
  /** `users.id`, and what happens to the row when that one is deleted. */
  readonly references?: { readonly column: string; readonly onDelete?: string };
  readonly enumeration?: SchemaEnumeration;
}

export interface SchemaEnumeration {
  /** The name of its type in the database. */
  readonly name?: string;
  readonly labels?: readonly string[];
  /** The class of Python whose members it takes. */
  readonly class?: string;
  /** It says itself what is stored: `values_callable`. */
  readonly storesValues?: true;
  /** `create_type=False` */
  readonly isCreatedElsewhere?: true;
}

const SQL = /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy|alembic)\b/;

/** The last name of what is called, where it is SQLAlchemy's: `Column` of `sa.Column`, `db.Column` and `Column`. */
export function calledOfMapper({ func }: Call, { names, types }: SemanticModel): string | undefined {
  const name = types.calleeName(func) ?? names.qualifiedName(func);
  const isOfDb = func.kind === 'Attribute' && lastName(func.value) === 'db';
  return name === undefined || SQL.test(name) || isOfDb ? ownNameOf(func, names) : undefined;
}

/** The column that a call describes; `name` where the call does not say how it is called. */
export function columnOf(call: Call, name: string | undefined, model: SemanticModel): SchemaColumn | undefined {
  const parts = [...call.args, ...call.keywords.flatMap(({ arg, value }) => (arg === 'type_' ? [value] : []))];
  const [first] = parts;
  const given = first === undefined ? undefined : model.values.string(first);
  const called = given ?? keywordText('name', call, model) ?? name;
  if (called === undefined) return undefined;
  const [type] = parts.filter(
    (part) => part !== (given === undefined ? undefined : first) && !isConstraint(part, model),
  );
  const whole = type === undefined ? undefined : model.flow.whole(type);
  const typeCall = whole?.kind === 'Call' ? whole : undefined;
  const typeName = type === undefined ? undefined : lastName(typeCall?.func ?? type);
  const references = parts.flatMap((part) => (part.kind === 'Call' ? (referenceOf(part, model) ?? []) : []))[0];
  const enumeration = typeCall === undefined ? undefined : enumerationOf(typeCall, model);
  const isKey = flag('primary_key', call) === true;
  const isNullable = flag('nullable', call);
  return {
    name: called,
    ...(typeName !== undefined && { type: typeName }),
    ...(isNullable !== undefined && { isNullable }),
    ...(isKey && { isKey }),
    ...(flag('unique', call) === true && { isUnique: true as const }),
    ...((has('server_default', call) || has('autoincrement', call)) && { hasServerDefault: true as const }),
    ...(references !== undefined && { references }),
    ...(enumeration !== undefined && { enumeration }),
  };
}

export const flag = (name: string, call: Call): boolean | undefined => booleanConstant(callKeyword(call, name)?.value);
const has = (name: string, call: Call): boolean => callKeyword(call, name) !== undefined;
/** `Index("…", "email", unique=True)`; by something that is computed as well. */
export const isUniqueIndex = (call: Call): boolean => has('unique', call) && flag('unique', call) !== false;

export function keywordText(name: string, call: Call, { values }: SemanticModel): string | undefined {
  const value = callKeyword(call, name)?.value;
  return value === undefined ? undefined : values.string(value);
}

/** Of a list or tuple; undefined where some of it is no known string. */
export function stringsIn(list: Expression | undefined, { values }: SemanticModel): readonly string[] | undefined {
  if (list?.kind !== 'List' && list?.kind !== 'Tuple') return undefined;
  const all = list.elts.map((each) => values.string(each));
  return all.every((each) => each !== undefined) ? all : undefined;
}

const isConstraint = (part: Expression, model: SemanticModel): boolean =>
  part.kind === 'Call' &&
  /^(?:ForeignKey|Identity|Computed|Sequence|CheckConstraint)$/.test(calledOfMapper(part, model) ?? '');

/** `ForeignKey("users.id", ondelete="CASCADE")` */
function referenceOf(call: Call, model: SemanticModel): SchemaColumn['references'] {
  const [first] = call.args;
  if (calledOfMapper(call, model) !== 'ForeignKey' || first === undefined) return undefined;
  const column = model.values.string(first);
  const onDelete = keywordText('ondelete', call, model)?.toUpperCase();
  return column === undefined ? undefined : { column, ...(onDelete !== undefined && { onDelete }) };
}

/** `Enum(OrderStatus, name="order_status")`, `postgresql.ENUM("created", "paid", name="order_status")` */
export function enumerationOf(call: Call, model: SemanticModel): SchemaEnumeration | undefined {
  if (!/^(?:Enum|ENUM)$/.test(calledOfMapper(call, model) ?? '')) return undefined;
  const [first] = call.args;
  const texts = call.args.map((arg) => model.values.string(arg));
  const labels = texts.flatMap((text) => text ?? []);
  const isClass =
    first !== undefined && (first.kind === 'Name' || first.kind === 'Attribute') && texts[0] === undefined;
  const name = keywordText('name', call, model);
  const ofClass = isClass ? model.names.qualifiedName(first) : undefined;
  return {
    ...(name !== undefined && { name }),
    ...(labels.length > 0 && labels.length === call.args.length && { labels }),
    ...(ofClass !== undefined && { class: ofClass }),
    ...(has('values_callable', call) && { storesValues: true as const }),
    ...(flag('create_type', call) === false && { isCreatedElsewhere: true as const }),
  };
}
