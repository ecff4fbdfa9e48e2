/** Rows that calls insert: by SQL, by a session, by a manager of Django, into a collection of documents. */
import { type Call, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { tableWritten } from './database-rows.ts';

export interface RowInsert {
  readonly kind: 'table' | 'class' | 'collection';
  /** The table as SQL names it, the last name of the class, the collection as it is written. */
  readonly name: string;
  /** The full name of the class, as the file knows it, or `table notes`. */
  readonly row: string | undefined;
  /** The call that is given the values. */
  readonly made: Call;
  /** The row is written there, and not when someone commits. */
  readonly isWritten: boolean;
}

/** Undefined as well for statements that settle by themselves what is there already. */
export function rowInsertedBy(call: Call, model: SemanticModel): RowInsert | undefined {
  const { func, args } = call;
  const table = tableWritten(call, model);
  if (table !== undefined) return table === false ? undefined : ofTable(table, call);
  if (func.kind !== 'Attribute') return undefined;
  if (func.attr === 'insert_one')
    return {
      kind: 'collection',
      name: model.source.text.slice(func.value),
      row: undefined,
      made: call,
      isWritten: true,
    };
  const isManaged = func.value.kind === 'Attribute' && func.value.attr === 'objects';
  if (/^a?create$/.test(func.attr) && isManaged) return ofClass(func.value.value, call, true, model);
  const [given, ...others] = args;
  if (given === undefined || others.length > 0) return undefined;
  const [made, second] = model.flow.origins(given);
  if (made?.kind !== 'Call' || second !== undefined) return undefined;
  if (func.attr === 'add')
    return /^_*[A-Z]/.test(lastName(made.func) ?? '') ? ofClass(made.func, made, false, model) : undefined;
  return func.attr === 'execute' ? builtInsert(made) : undefined;
}

const ofTable = (name: string, made: Call): RowInsert => ({
  kind: 'table',
  name,
  row: `table ${name}`,
  made,
  isWritten: true,
});

function ofClass(owner: Expression, made: Call, isWritten: boolean, { names }: SemanticModel): RowInsert | undefined {
  const name = lastName(owner);
  return name === undefined ? undefined : { kind: 'class', name, row: names.qualifiedName(owner), made, isWritten };
}

/** `insert(notes).values(…)`, `notes.insert().values(…)` */
function builtInsert(made: Call): RowInsert | undefined {
  const inserted = made.func.kind === 'Attribute' && made.func.attr === 'values' ? made.func.value : undefined;
  if (inserted?.kind !== 'Call' || lastName(inserted.func) !== 'insert') return undefined;
  const { func, args } = inserted;
  const name = lastName((func.kind === 'Attribute' && args.length === 0 ? func.value : args[0]) ?? inserted);
  return name === undefined ? undefined : ofTable(name, made);
}
