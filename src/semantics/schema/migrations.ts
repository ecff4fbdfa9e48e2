/** What a revision of Alembic does to the schema, step by step. */
import { type Call, callKeyword, type Def, type Expression, lastName } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import {
  calledOfMapper,
  columnOf,
  enumerationOf,
  flag,
  isUniqueIndex,
  keywordText,
  type SchemaColumn,
  type SchemaEnumeration,
  stringsIn,
} from './columns.ts';
import { executedSteps } from './migration-sql.ts';

/** One step, as plain JSON if places are. `open`: what it does to the table (`*` for any) is not seen. Of types and names no table is known. */
export type SchemaStep<P = Span> = { readonly place: P } & (
  | { readonly does: 'create'; readonly table: string; readonly columns: readonly SchemaColumn[] }
  | { readonly does: 'drop' | 'open'; readonly table: string }
  | { readonly does: 'rename'; readonly table: string; readonly to: string }
  | { readonly does: 'add'; readonly table: string; readonly column: SchemaColumn }
  | { readonly does: 'remove'; readonly table: string; readonly column: string }
  | {
      readonly does: 'alter';
      readonly table: string;
      readonly column: string;
      readonly isNullable?: boolean;
      readonly to?: string;
      /** Of its new type; null where that is no enumeration. */
      readonly enumeration?: SchemaEnumeration | null;
    }
  | ({ readonly does: 'unique'; readonly table: string } & UniqueSet)
  | { readonly does: 'unique-dropped'; readonly name: string }
  | {
      readonly does: 'reference';
      readonly table: string;
      readonly column: string;
      readonly target: string;
      readonly onDelete?: string;
    }
  | { readonly does: 'type' | 'type-dropped'; readonly name: string }
  /** A label that a type gets, in the place of another perhaps; `*` for any type or label. */
  | { readonly does: 'label'; readonly name: string; readonly from?: string; readonly to: string }
);

/** What a constraint or index keeps unique; without columns where they cannot be read. */
export interface UniqueSet {
  readonly name?: string;
  readonly columns?: readonly string[];
}

export interface Migration<P = Span> {
  readonly revision: string;
  /** Those that it comes behind. */
  readonly after: readonly string[];
  readonly steps: readonly SchemaStep<P>[];
}

export function migrationIn(model: SemanticModel): Migration | undefined {
  const { names, values } = model;
  if (!names.imports.some(({ module }) => /^alembic\b/.test(module))) return undefined;
  const bound = (name: string): Expression | undefined =>
    names.moduleScope.bindings
      .get(name)
      ?.definitions.map(({ value }) => value)
      .find((value) => value !== undefined);
  const id = bound('revision');
  const before = bound('down_revision');
  const revision = id === undefined ? undefined : values.string(id);
  if (revision === undefined) return undefined;
  const parts =
    before?.kind === 'Tuple' || before?.kind === 'List' ? before.elts : before === undefined ? [] : [before];
  const upgrade = names.moduleScope.bindings.get('upgrade')?.definitions.at(-1)?.node;
  const steps: readonly SchemaStep[] =
    upgrade?.kind === 'FunctionDef' ? stepsRun(upgrade, model) : [{ ...OPEN, place: { start: 0, end: 0 } }];
  return { revision, after: parts.flatMap((part) => values.string(part) ?? []), steps };
}

/** In the order in which they run: those of functions of the file where these are called. */
function stepsRun(fn: Def, model: SemanticModel, isGuarded = false, seen = new Set<Def>()): readonly SchemaStep[] {
  seen.add(fn);
  return model.context.nodesOfFunction(fn, 'Call').flatMap((call): readonly SchemaStep[] => {
    const called = model.names.definitionOf(call.func);
    const isChosen = isGuarded || model.flow.conditionsAt(call).length > 0;
    if (called !== undefined && called.kind !== 'ClassDef')
      return seen.has(called) ? [] : stepsRun(called, model, isChosen, seen);
    const place = { start: call.start, end: call.end };
    const steps = stepsOf(call, model);
    // `if "users" not in tables:` what is created or added is there in any case; whether anything else is done the database alone knows.
    const isLeft = !isChosen || steps.some(({ does }) => does === 'create' || does === 'add');
    return steps.map(
      (step): SchemaStep =>
        isLeft || !('table' in step) ? { ...step, place } : { does: 'open', table: step.table, place },
    );
  });
}

export type Made = SchemaStep extends infer S ? (S extends unknown ? Omit<S, 'place'> : never) : never;

const OPEN = { does: 'open', table: '*' } as const;

function stepsOf(call: Call, model: SemanticModel): readonly Made[] {
  const { func } = call;
  // `globals()[f"upgrade_{engine}"]()`
  if (func.kind === 'Subscript' || lastName(func) === 'create_all') return [OPEN];
  if (func.kind !== 'Attribute') return [];
  if (func.attr === 'create' || func.attr === 'drop') {
    const name = typeMade(func.value, model);
    return name === undefined ? [] : [{ does: func.attr === 'create' ? 'type' : 'type-dropped', name }];
  }
  const batch = batchTable(func.value, model);
  if (func.attr === 'execute' && batch === undefined) {
    const [first] = call.args;
    return executedSteps(first?.kind === 'Call' ? first.args[0] : first, model);
  }
  if (batch === undefined && !/^alembic\.op\b/.test(model.names.qualifiedName(func) ?? '')) return [];
  return operation(call, func.attr, batch, model);
}

/** `with op.batch_alter_table("users") as batch:`; null where the table is computed. */
function batchTable(object: Expression, model: SemanticModel): string | null | undefined {
  if (object.kind !== 'Name') return undefined;
  const [only] = model.flow.origins(object);
  if (only?.kind !== 'Call' || lastName(only.func) !== 'batch_alter_table') return undefined;
  return new Arguments(only, undefined, model).text('table_name', 0) ?? null;
}

/** Of an operation: where the table is written, unless a batch has one; then the other arguments are one place nearer. */
class Arguments {
  readonly #shift: number;

  constructor(
    readonly call: Call,
    readonly batch: string | null | undefined,
    readonly model: SemanticModel,
  ) {
    this.#shift = batch === undefined ? 0 : -1;
  }

  given(keyword: string, at: number): Expression | undefined {
    const given = this.model.values.givenArgument(this.call, keyword, at === 0 ? 0 : at + this.#shift);
    // `op.f("ix_users_email")` is the name as it is.
    return given?.kind === 'Call' && lastName(given.func) === 'f' ? given.args[0] : given;
  }

  text(keyword: string, at: number): string | undefined {
    const given = this.given(keyword, at);
    return given === undefined ? undefined : this.model.values.string(given);
  }

  table(keyword: string, at: number): string {
    return (this.batch === undefined ? this.text(keyword, at) : this.batch) ?? '*';
  }
}

/** `order_status.create(op.get_bind())`, whatever the object is called. */
function typeMade(object: Expression, model: SemanticModel): string | undefined {
  const made = model.flow.whole(object);
  return made.kind === 'Call' ? enumerationOf(made, model)?.name : undefined;
}

function operation(call: Call, name: string, batch: string | null | undefined, model: SemanticModel): readonly Made[] {
  const given = new Arguments(call, batch, model);
  switch (name) {
    case 'create_table': {
      const table = given.text('table_name', 0);
      return table === undefined ? [OPEN] : createdTable(call, table, model);
    }
    case 'drop_table':
      return [{ does: 'drop', table: given.table('table_name', 0) }];
    case 'rename_table': {
      const [table, to] = [given.text('old_table_name', 0), given.text('new_table_name', 1)];
      return [table === undefined || to === undefined ? OPEN : { does: 'rename', table, to }];
    }
    case 'add_column':
    case 'drop_column':
    case 'alter_column':
      return [columnStep(name, given.table('table_name', 0), given)];
    case 'create_unique_constraint':
      return [uniqueStep('constraint_name', given)];
    case 'create_index':
      return isUniqueIndex(call) ? [uniqueStep('index_name', given)] : [];
    case 'drop_constraint':
    case 'drop_index': {
      const dropped = given.text(name === 'drop_index' ? 'index_name' : 'constraint_name', 0);
      return dropped === undefined ? [] : [{ does: 'unique-dropped', name: dropped }];
    }
    case 'create_foreign_key':
      return [foreignKey(given)];
    default:
      return [];
  }
}

const uniqueStep = (keyword: string, given: Arguments): Made => ({
  does: 'unique',
  table: given.table('table_name', 1),
  ...uniqueSet(given.text(keyword, 0), stringsIn(given.given('columns', 2), given.model)),
});

const uniqueSet = (name: string | undefined, columns: readonly string[] | undefined): UniqueSet => ({
  ...(name !== undefined && { name }),
  ...(columns !== undefined && { columns }),
});

function columnStep(name: string, table: string, given: Arguments): Made {
  const { call, model } = given;
  if (name === 'add_column') {
    const made = given.given('column', 1);
    const column = made?.kind === 'Call' ? columnOf(made, undefined, model) : undefined;
    return column === undefined ? { does: 'open', table } : { does: 'add', table, column };
  }
  const column = given.text('column_name', 1);
  if (column === undefined) return { does: 'open', table };
  if (name === 'drop_column') return { does: 'remove', table, column };
  const to = keywordText('new_column_name', call, model);
  const isNullable = flag('nullable', call);
  const type = callKeyword(call, 'type_')?.value;
  const enumeration = type?.kind === 'Call' ? enumerationOf(type, model) : undefined;
  return {
    does: 'alter',
    table,
    column,
    ...(to !== undefined && { to }),
    ...(isNullable !== undefined && { isNullable }),
    ...(type !== undefined && { enumeration: enumeration ?? null }),
  };
}

function foreignKey(given: Arguments): Made {
  const table = given.table('source_table', 1);
  const target = given.text('referent_table', 2);
  const [column] = stringsIn(given.given('local_cols', 3), given.model) ?? [];
  const [remote] = stringsIn(given.given('remote_cols', 4), given.model) ?? [];
  return target === undefined || column === undefined || remote === undefined
    ? { does: 'open', table }
    : { does: 'reference', table, column, target: `${target}.${remote}`, ...onDeleteOf(given.call, given.model) };
}

const onDeleteOf = (call: Call, model: SemanticModel): { readonly onDelete?: string } => {
  const onDelete = keywordText('ondelete', call, model)?.toUpperCase();
  return onDelete === undefined ? {} : { onDelete };
};

function createdTable(call: Call, table: string, model: SemanticModel): readonly Made[] {
  const columns: SchemaColumn[] = [];
  const others: Made[] = [];
  let key: readonly string[] = [];
  for (const part of call.args.slice(1)) {
    const called = part.kind === 'Call' ? calledOfMapper(part, model) : undefined;
    const column = part.kind === 'Call' && called === 'Column' ? columnOf(part, undefined, model) : undefined;
    if (column !== undefined) columns.push(column);
    else if (part.kind !== 'Call' || called === undefined || called === 'Column') others.push({ does: 'open', table });
    else if (called === 'PrimaryKeyConstraint') key = part.args.flatMap((arg) => model.values.string(arg) ?? []);
    else if (called === 'UniqueConstraint')
      others.push({
        does: 'unique',
        table,
        ...uniqueSet(
          keywordText('name', part, model),
          part.args.flatMap((arg) => model.values.string(arg) ?? []),
        ),
      });
    else if (called === 'ForeignKeyConstraint') {
      const [local, remote] = part.args.map((arg) => stringsIn(arg, model) ?? []);
      local?.forEach((column, index) => {
        const target = remote?.[index];
        if (target !== undefined) others.push({ does: 'reference', table, column, target, ...onDeleteOf(part, model) });
      });
    }
  }
  const keyed = columns.map((each) => (key.includes(each.name) ? { ...each, isKey: true as const } : each));
  return [{ does: 'create', table, columns: keyed }, ...others];
}
