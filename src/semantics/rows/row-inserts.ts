/** Rows that calls insert: by SQL, by a session, by a manager of Django, into a collection of documents. */
import { type Call, type Expression, isCapWords, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { listedParts } from '../values/listed-parts.ts';
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

/** None for statements that settle by themselves what is there already. */
export function rowsInsertedBy(call: Call, model: SemanticModel): readonly RowInsert[] {
  const { func, args, keywords } = call;
  const table = tableWritten(call, model);
  if (table !== undefined) return table === false ? [] : [ofTable(table, call)];
  if (func.kind !== 'Attribute') return [];
  const { attr, value } = func;
  if (attr === 'insert_one')
    return [{ kind: 'collection', name: model.source.text.slice(value), row: undefined, made: call, isWritten: true }];
  const managed = value.kind === 'Attribute' && value.attr === 'objects' ? value.value : undefined;
  if (managed !== undefined && /^a?create$/.test(attr)) return ofClass(managed, call, true, model);
  const [given, ...others] = args;
  if (given === undefined || others.length > 0) return [];
  if (attr === 'add') return ofObjects([given], false, model);
  if (attr === 'add_all') return ofObjects(listedParts(given, model) ?? [], false, model);
  if (managed !== undefined && /^a?bulk_create$/.test(attr) && !keywords.some(({ arg }) => arg?.endsWith('_conflicts')))
    return ofObjects(listedParts(given, model) ?? [], true, model);
  return /^(?:execute|scalars?)$/.test(attr) ? builtInsert(given, model) : [];
}

const ofTable = (name: string, made: Call): RowInsert => ({
  kind: 'table',
  name,
  row: `table ${name}`,
  made,
  isWritten: true,
});

function ofClass(owner: Expression, made: Call, isWritten: boolean, { names }: SemanticModel): RowInsert[] {
  const name = lastName(owner);
  return name === undefined ? [] : [{ kind: 'class', name, row: names.qualifiedName(owner), made, isWritten }];
}

/** `User(name=name)`, there or in a local. */
const ofObjects = (objects: readonly Expression[], isWritten: boolean, model: SemanticModel): readonly RowInsert[] =>
  objects.flatMap((each) => {
    const made = calledIn(each, model);
    return made !== undefined && /^_*[A-Z]/.test(lastName(made.func) ?? '')
      ? ofClass(made.func, made, isWritten, model)
      : [];
  });

/** `insert(User).values(…)`, `insert(notes).values(…)`, `notes.insert().values(…)` */
function builtInsert(statement: Expression, model: SemanticModel): readonly RowInsert[] {
  let made = calledIn(statement, model);
  while (made?.func.kind === 'Attribute' && made.func.attr === 'returning') made = calledIn(made.func.value, model);
  const inserted = made?.func.kind === 'Attribute' && made.func.attr === 'values' ? made.func.value : undefined;
  if (made === undefined || inserted?.kind !== 'Call' || lastName(inserted.func) !== 'insert') return [];
  const { func, args } = inserted;
  const owner = (func.kind === 'Attribute' && args.length === 0 ? func.value : args[0]) ?? inserted;
  const name = lastName(owner) ?? '';
  if (isCapWords(name) && model.names.qualifiedName(owner) !== undefined) return ofClass(owner, made, true, model);
  return name === '' ? [] : [ofTable(name, made)];
}

function calledIn(expression: Expression, { flow }: SemanticModel): Call | undefined {
  const [made, second] = flow.origins(expression);
  return made?.kind === 'Call' && second === undefined ? made : undefined;
}
