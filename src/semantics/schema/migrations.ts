/** What a revision of Alembic does to the schema, step by step. */
import { booleanConstant, type Call, type Def, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import { calledOfMapper, columnOf, enumerationOf, keywordText, type SchemaColumn } from './columns.ts';

/** One step, as plain JSON if places are. `open`: what it does to the table (`*` for any) is not seen. */
export type SchemaStep<P> = { readonly place: P } & (
  | {
      readonly does: 'create';
      readonly table: string;
      readonly columns: readonly SchemaColumn[];
      readonly unique: readonly (readonly string[])[];
    }
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
    }
  | { readonly does: 'unique'; readonly table: string; readonly columns: readonly string[] }
  | {
      readonly does: 'reference';
      readonly table: string;
      readonly column: string;
      readonly target: string;
      readonly onDelete?: string;
    }
  | { readonly does: 'type'; readonly table: ''; readonly name: string }
);

export interface Migration<P> {
  readonly revision: string;
  /** Those that it comes behind. */
  readonly after: readonly string[];
  readonly steps: readonly SchemaStep<P>[];
}

export function migrationIn<P>(model: SemanticModel, placeOf: (at: Span) => P): Migration<P> | undefined {
  const { names, values, source } = model;
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
  const steps = nodesOf(source.module, 'Call')
    .filter((call) => {
      const fn = outermost(call, model);
      return fn !== undefined && !/downgrade|revert|rollback/i.test(fn.name);
    })
    .flatMap((call) =>
      stepsOf(call, model).map((step) => ({ ...ifAlways(step, call, model), place: placeOf(call) }) as SchemaStep<P>),
    );
  return { revision, after: parts.flatMap((part) => values.string(part) ?? []), steps };
}

/** `if "users" not in tables:` what is created or added is there in any case; whether anything else is done the database alone knows. */
const ifAlways = (step: Made, call: Call, { flow }: SemanticModel): Made =>
  LEFT_BY_GUARDS.has(step.does) || flow.conditionsAt(call).length === 0 ? step : { does: 'open', table: step.table };

const LEFT_BY_GUARDS: ReadonlySet<Made['does']> = new Set<Made['does']>(['create', 'type', 'add', 'open']);

const outermost = (call: Call, { context }: SemanticModel): Def | undefined => {
  let fn = context.defAround(call);
  for (let up = fn; up !== undefined; up = context.defAround(up)) fn = up;
  return fn;
};

type Made = SchemaStep<unknown> extends infer S ? (S extends unknown ? Omit<S, 'place'> : never) : never;

const OPEN: Made = { does: 'open', table: '*' };

function stepsOf(call: Call, model: SemanticModel): readonly Made[] {
  const { func } = call;
  if (func.kind !== 'Attribute') return calledOfMapper(call, model) === 'create_all' ? [OPEN] : [];
  if (func.attr === 'create_all') return [OPEN];
  if (func.attr === 'create') {
    const type = typeCreated(func.value, model);
    return type === undefined ? [] : [{ does: 'type', table: '', name: type }];
  }
  const batch = batchTable(func.value, model);
  const isOp = /^alembic\.op\b/.test(model.names.qualifiedName(func) ?? '');
  if (func.attr === 'execute' && batch === undefined) return executed(call, model);
  if (!isOp && batch === undefined) return [];
  return operation(call, func.attr, batch, model);
}

/** `with op.batch_alter_table("users") as batch:`; null where the table is computed. */
function batchTable(object: Expression, model: SemanticModel): string | null | undefined {
  if (object.kind !== 'Name') return undefined;
  const [only] = model.flow.origins(object);
  if (only?.kind !== 'Call' || lastName(only.func) !== 'batch_alter_table') return undefined;
  return text(only, 'table_name', 0, model) ?? null;
}

function text(call: Call, keyword: string, at: number, model: SemanticModel): string | undefined {
  const given = call.keywords.find(({ arg }) => arg === keyword)?.value ?? call.args[at];
  return given === undefined ? undefined : model.values.string(given);
}

function texts(call: Call, keyword: string, at: number, model: SemanticModel): readonly string[] | undefined {
  const given = call.keywords.find(({ arg }) => arg === keyword)?.value ?? call.args[at];
  if (given?.kind !== 'List' && given?.kind !== 'Tuple') return undefined;
  const all = given.elts.map((each) => model.values.string(each));
  return all.every((each) => each !== undefined) ? all : undefined;
}

/** Where the table of a step is written, unless a batch has one; `shift` places before the other arguments. */
interface Within {
  readonly model: SemanticModel;
  readonly shift: number;
  tableAt(keyword: string, at: number): string;
}

function operation(call: Call, name: string, batch: string | null | undefined, model: SemanticModel): readonly Made[] {
  const within: Within = {
    model,
    shift: batch === undefined ? 0 : -1,
    tableAt: (keyword, at) => (batch === undefined ? text(call, keyword, at, model) : batch) ?? '*',
  };
  return tableStep(call, name, model) ?? columnStep(call, name, within) ?? constraintStep(call, name, within) ?? [];
}

function tableStep(call: Call, name: string, model: SemanticModel): readonly Made[] | undefined {
  if (name === 'create_table') {
    const table = text(call, 'table_name', 0, model);
    return table === undefined ? [OPEN] : createdTable(call, table, model);
  }
  if (name === 'drop_table') return [{ does: 'drop', table: text(call, 'table_name', 0, model) ?? '*' }];
  if (name !== 'rename_table') return undefined;
  const [table, to] = [text(call, 'old_table_name', 0, model), text(call, 'new_table_name', 1, model)];
  return table === undefined || to === undefined ? [OPEN] : [{ does: 'rename', table, to }];
}

function columnStep(call: Call, name: string, { model, shift, tableAt }: Within): readonly Made[] | undefined {
  if (!/^(?:add|drop|alter)_column$/.test(name)) return undefined;
  const table = tableAt('table_name', 0);
  if (name === 'alter_column') return [alteration(call, table, shift, model)];
  if (name === 'drop_column') {
    const column = text(call, 'column_name', 1 + shift, model);
    return [column === undefined ? { does: 'open', table } : { does: 'remove', table, column }];
  }
  const made = call.args[1 + shift] ?? call.keywords.find(({ arg }) => arg === 'column')?.value;
  const column = made?.kind === 'Call' ? columnOf(made, undefined, model) : undefined;
  return [column === undefined ? { does: 'open', table } : { does: 'add', table, column }];
}

function constraintStep(call: Call, name: string, { model, shift, tableAt }: Within): readonly Made[] | undefined {
  if (name === 'create_unique_constraint' || name === 'create_index') {
    const isUnique =
      name !== 'create_index' ||
      call.keywords.some(({ arg, value }) => arg === 'unique' && booleanConstant(value) !== false);
    const columns = texts(call, 'columns', 2 + shift, model) ?? [];
    return isUnique ? [{ does: 'unique', table: tableAt('table_name', 1), columns }] : [];
  }
  if (name !== 'create_foreign_key') return undefined;
  const table = tableAt('source_table', 1);
  const target = text(call, 'referent_table', 2 + shift, model);
  const [column] = texts(call, 'local_cols', 3 + shift, model) ?? [];
  const [remote] = texts(call, 'remote_cols', 4 + shift, model) ?? [];
  const onDelete = keywordText('ondelete', call, model)?.toUpperCase();
  if (target === undefined || column === undefined || remote === undefined) return [{ does: 'open', table }];
  return [
    { does: 'reference', table, column, target: `${target}.${remote}`, ...(onDelete !== undefined && { onDelete }) },
  ];
}

function alteration(call: Call, table: string, shift: number, model: SemanticModel): Made {
  const column = text(call, 'column_name', 1 + shift, model);
  if (column === undefined) return { does: 'open', table };
  const to = keywordText('new_column_name', call, model);
  const isNullable = booleanConstant(call.keywords.find(({ arg }) => arg === 'nullable')?.value);
  return {
    does: 'alter',
    table,
    column,
    ...(to !== undefined && { to }),
    ...(isNullable !== undefined && { isNullable }),
  };
}

function createdTable(call: Call, table: string, model: SemanticModel): readonly Made[] {
  const columns: SchemaColumn[] = [];
  const unique: (readonly string[])[] = [];
  const references: Made[] = [];
  for (const part of call.args.slice(1)) {
    const called = part.kind === 'Call' ? calledOfMapper(part, model) : undefined;
    if (part.kind !== 'Call' || called === undefined)
      return [
        { does: 'create', table, columns, unique },
        { does: 'open', table },
      ];
    if (called === 'Column') {
      const column = columnOf(part, undefined, model);
      if (column === undefined)
        return [
          { does: 'create', table, columns, unique },
          { does: 'open', table },
        ];
      columns.push(column);
    } else if (/^(?:UniqueConstraint|PrimaryKeyConstraint)$/.test(called)) {
      unique.push(part.args.flatMap((arg) => model.values.string(arg) ?? []));
    } else if (called === 'ForeignKeyConstraint') {
      const local = texts(part, 'columns', 0, model) ?? [];
      const remote = texts(part, 'refcolumns', 1, model) ?? [];
      const onDelete = keywordText('ondelete', part, model)?.toUpperCase();
      local.forEach((column, index) => {
        const target = remote[index];
        if (target !== undefined)
          references.push({ does: 'reference', table, column, target, ...(onDelete !== undefined && { onDelete }) });
      });
    }
  }
  return [{ does: 'create', table, columns, unique }, ...references];
}

/** `order_status.create(op.get_bind())`, whatever the object is called. */
function typeCreated(object: Expression, model: SemanticModel): string | undefined {
  const made = model.flow.whole(object);
  return made.kind === 'Call' ? enumerationOf(made, model)?.name : undefined;
}

const DDL = /\b(?:create|alter|drop|rename)\s+(?:unique\s+)?(?:table|index|type|view)\b/i;

/** SQL in its own words: what it says of tables is not read further, but for the plainest. */
function executed(call: Call, model: SemanticModel): readonly Made[] {
  const [first] = call.args;
  const given = first?.kind === 'Call' ? first.args[0] : first;
  if (given === undefined) return [OPEN];
  const sql = model.values.string(given);
  if (sql === undefined) {
    const known = (model.values.textPieces(given) ?? [])
      .map((piece) => (piece.kind === 'constant' ? piece.text : '?'))
      .join('');
    return known !== '' && !DDL.test(known) && /^\s*(?:select|update|insert|delete)\b/i.test(known) ? [] : [OPEN];
  }
  if (/\bdo\s+\$/i.test(sql)) return DDL.test(sql.replace(/\bcreate\s+type\b/gi, '')) ? [OPEN] : [];
  return sql.split(';').flatMap((statement): readonly Made[] => {
    const added =
      /^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?"?([\w.]+)"?\s+add\s+column\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?\s+([a-z]+)([^,]*)$/i.exec(
        statement,
      );
    if (added?.[1] !== undefined && added[2] !== undefined)
      return [
        {
          does: 'add',
          table: added[1],
          column: {
            name: added[2],
            isNullable: !/\bnot\s+null\b/i.test(added[4] ?? ''),
            ...(/\bdefault\b/i.test(added[4] ?? '') && { hasServerDefault: true as const }),
          },
        },
      ];
    const type = /^\s*create\s+type\s+"?([\w.]+)"?\s+as\s+enum/i.exec(statement)?.[1];
    if (type !== undefined) return [{ does: 'type', table: '', name: type }];
    if (!DDL.test(statement)) return [];
    const unique = /^\s*create\s+unique\s+index\b.*?\bon\s+(?:only\s+)?"?([\w.]+)"?[^(]*\(([^)]*)\)/is.exec(statement);
    if (unique?.[1] !== undefined)
      return [{ does: 'unique', table: unique[1], columns: (unique[2] ?? '').split(',').map((each) => each.trim()) }];
    if (/^\s*(?:create|drop)\s+index\b/i.test(statement)) return [];
    const table = /\btable\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?"?([\w.]+)"?/i.exec(statement)?.[1];
    return [table === undefined ? OPEN : { does: 'open', table }];
  });
}
