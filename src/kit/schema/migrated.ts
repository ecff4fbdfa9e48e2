import { groupBy } from '../../collections/index.ts';
import type { SchemaColumn } from '../../semantics/schema/columns.ts';
import type { UniqueSet } from '../../semantics/schema/migrations.ts';
import type { PackedPlace } from '../packed-place.ts';
import type { MigrationFact } from './facts.ts';

type Located = { readonly path: string; readonly fact: MigrationFact };

/** Where the last step that made it so is. */
export interface MigratedColumn extends SchemaColumn {
  readonly path: string;
  readonly place: PackedPlace;
}

export interface MigratedTable {
  readonly columns: ReadonlyMap<string, MigratedColumn>;
  /** Besides single columns. */
  readonly unique: readonly UniqueSet[];
  readonly path: string;
  readonly place: PackedPlace;
  /** Some of what is done to it is not seen. */
  readonly isOpen: boolean;
  /** No step creates it: others change it. */
  readonly isUnmade: boolean;
}

/** What the migrations of a folder leave. */
export interface Migrated {
  readonly folder: string;
  readonly tables: ReadonlyMap<string, MigratedTable>;
  /** A step may do anything to any table. */
  readonly isOpen: boolean;
  readonly migrations: readonly Located[];
}

/** The schema after all migrations, for each folder of them. */
export function migratedSchemas(facts: readonly Located[]): readonly Migrated[] {
  return [...groupBy(facts, ({ path }) => path.slice(0, path.lastIndexOf('/') + 1))].map(([folder, own]) => {
    const tables = new Map<string, Building>();
    let isOpen = false;
    const ordered = inOrder(own);
    for (const { path, fact } of ordered) for (const step of fact.steps) isOpen = apply(step, path, tables) || isOpen;
    return { folder, tables, isOpen: isOpen || ordered.length < own.length, migrations: ordered };
  });
}

interface Building extends MigratedTable {
  columns: Map<string, MigratedColumn>;
  unique: readonly UniqueSet[];
  isOpen: boolean;
}

/** Each behind those that it names; what is not reached is left out. */
function inOrder(own: readonly Located[]): readonly Located[] {
  const done = new Set<string>();
  const known = new Set(own.map(({ fact }) => fact.revision));
  const ordered: Located[] = [];
  for (let isMoved = true; isMoved; ) {
    isMoved = false;
    for (const each of own) {
      const { revision, after } = each.fact;
      if (done.has(revision) || !after.every((before) => done.has(before) || !known.has(before))) continue;
      done.add(revision);
      ordered.push(each);
      isMoved = true;
    }
  }
  return ordered;
}

/** Whether it may have changed any table. */
function apply(step: Step, path: string, tables: Map<string, Building>): boolean {
  if (!('table' in step)) {
    for (const table of tables.values()) changeNamed(step, table);
    return false;
  }
  const name = bare(step.table);
  if (name === '*') return true;
  const { place } = step;
  if (step.does === 'drop') return tables.delete(name) && false;
  if (step.does === 'create') {
    const columns = new Map(step.columns.map((column) => [column.name, { ...column, path, place }]));
    // A branch of the history that changes the table is applied before the one that creates it: what it does is unknown.
    const isOpen = tables.get(name)?.isUnmade === true;
    tables.set(name, { columns, unique: [], path, place, isOpen, isUnmade: false });
    return false;
  }
  if (step.does === 'rename') {
    const moved = tables.get(name);
    tables.delete(name);
    if (moved !== undefined) tables.set(bare(step.to), moved);
    return false;
  }
  const table = tables.get(name) ?? {
    columns: new Map(),
    unique: [],
    path,
    place,
    isOpen: true,
    isUnmade: step.does !== 'open',
  };
  tables.set(name, table);
  change(step, path, table);
  return false;
}

type Step = MigrationFact['steps'][number];
type Named = Exclude<Step, { table: string }>;
type Change = Exclude<Step, Named | { does: 'create' | 'drop' | 'rename' }>;

/** What is known by its own name, in whichever tables it is. */
function changeNamed(step: Named, table: Building): void {
  if (step.does === 'unique-dropped') table.unique = table.unique.filter(({ name }) => name !== step.name);
  if (step.does !== 'label') return;
  for (const [name, column] of table.columns) {
    const { enumeration } = column;
    if (enumeration?.labels === undefined || (step.name !== '*' && enumeration.name !== bare(step.name))) continue;
    const { labels, ...rest } = enumeration;
    const isKnown = step.to !== '*' && step.from !== '*';
    const changed = [...labels.filter((label) => label !== step.from), step.to];
    table.columns.set(name, { ...column, enumeration: isKnown ? { ...rest, labels: changed } : rest });
  }
}

function change(step: Change, path: string, table: Building): void {
  const { place } = step;
  const at = 'column' in step && typeof step.column === 'string' ? table.columns.get(step.column) : undefined;
  switch (step.does) {
    case 'open':
      table.isOpen = true;
      break;
    case 'add':
      table.columns.set(step.column.name, { ...step.column, path, place });
      break;
    case 'remove':
      table.columns.delete(step.column);
      table.unique = table.unique.filter(({ columns }) => columns?.includes(step.column) !== true);
      break;
    case 'alter':
      if (at !== undefined) alter(step, at, path, table);
      break;
    case 'unique':
      table.unique = [...table.unique, step];
      break;
    case 'reference':
      if (at === undefined) break;
      table.columns.set(at.name, {
        ...at,
        references: { column: step.target, ...(step.onDelete !== undefined && { onDelete: step.onDelete }) },
        path,
        place,
      });
  }
}

function alter(
  { to, isNullable, enumeration, place }: Extract<Step, { does: 'alter' }>,
  { enumeration: before, ...at }: MigratedColumn,
  path: string,
  table: Building,
): void {
  const labels = enumeration === undefined ? before : (enumeration ?? undefined);
  const name = to ?? at.name;
  table.columns.delete(at.name);
  table.columns.set(name, {
    ...at,
    name,
    ...(labels !== undefined && { enumeration: labels }),
    ...(isNullable !== undefined && { isNullable, path, place }),
  });
  table.unique = table.unique.map((set) => ({
    ...set,
    ...(set.columns && { columns: set.columns.map((each) => (each === at.name ? name : each)) }),
  }));
}

/** Without the schema before it. */
const bare = (table: string): string => table.slice(table.lastIndexOf('.') + 1).replace(/"/g, '');
