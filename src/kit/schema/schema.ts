import { memoize } from '../../collections/index.ts';
import type { ProjectModel } from '../../project/index.ts';
import type { SchemaColumn } from '../../semantics/schema/columns.ts';
import type { MappedFact, MigrationFact } from './facts.ts';
import { type MappedRow, mappedRows } from './mapped.ts';
import { type Migrated, type MigratedTable, migratedSchemas } from './migrated.ts';

type Located<F> = { readonly path: string; readonly fact: F };

/** The schema of a project, from the facts of its files. */
export class Schema {
  readonly #project: ProjectModel;
  readonly #rows: ReadonlyMap<string, MappedRow>;
  /** The classes that have a table to themselves. */
  readonly mapped: readonly (MappedRow & { readonly table: string })[];
  /** For each folder of migrations. */
  readonly migrated: readonly Migrated[];

  constructor(project: ProjectModel, facts: readonly Located<{ readonly kind: string }>[]) {
    const mapped = facts.filter((each): each is Located<MappedFact> => each.fact.kind === 'mapped');
    const rows = mappedRows(mapped, project);
    this.#project = project;
    this.#rows = new Map(rows.map((each) => [each.row, each]));
    this.mapped = rows.flatMap((each) =>
      each.table === undefined || each.isDerived ? [] : [{ ...each, table: each.table }],
    );
    this.migrated = migratedSchemas(
      facts.filter((each): each is Located<MigrationFact> => each.fact.kind === 'migration'),
    );
  }

  /** What the migrations leave of a table; `open` where not all of that is seen, undefined where none has it. */
  tableNamed(name: string): MigratedTable | 'open' | undefined {
    const homes = this.migrated.filter(({ tables }) => tables.has(name));
    const table = homes[0]?.tables.get(name);
    return table === undefined || (homes.length === 1 && !homes[0]?.isOpen && !table.isOpen) ? table : 'open';
  }

  /** The class that a file calls by this dotted name. */
  rowNamed(name: string, path: string): MappedRow | undefined {
    const from = this.#project.moduleByPath(path);
    const found = from === undefined ? undefined : this.#project.resolve(name, from);
    return this.#rows.get(found?.kind === 'class' ? found.class.qualifiedName : name);
  }

  /** Whether a key or constraint covers these attributes, or some of them alone; undefined where not all constraints are seen. */
  keepsUnique(row: MappedRow, attributes: readonly string[]): boolean | undefined {
    const names = new Set(attributes);
    for (const { attribute, name } of row.columns) if (names.has(attribute)) names.add(name);
    const tables = this.migrated.flatMap((each) => each.tables.get(row.table ?? '') ?? []);
    const sets = [
      ...uniqueSets(row.columns, row.unique),
      ...tables.flatMap(({ columns, unique }) =>
        uniqueSets(
          [...columns.values()],
          unique.flatMap((set) => (set.columns ? [set.columns] : [])),
        ),
      ),
    ];
    if (sets.some((set) => set.length > 0 && set.every((name) => names.has(name)))) return true;
    const isOpen =
      row.isOpen ||
      row.isDerived ||
      (row.table === undefined && this.migrated.length > 0) ||
      [...this.migrated, ...tables].some((each) => each.isOpen) ||
      tables.some(({ unique }) => unique.some(({ columns }) => columns === undefined));
    return isOpen ? undefined : false;
  }
}

const uniqueSets = (
  columns: readonly SchemaColumn[],
  sets: readonly (readonly string[])[],
): readonly (readonly string[])[] => [
  columns.flatMap(({ name, isKey }) => (isKey ? [name] : [])),
  ...columns.flatMap(({ name, isUnique }) => (isUnique ? [[name]] : [])),
  ...sets,
];

const known = memoize((_: ProjectModel) => new Map<string, Schema>());

/** Built once for all rules that skip the same files. */
export function schemaOf(project: ProjectModel, facts: readonly Located<{ readonly kind: string }>[]): Schema {
  const own = facts.filter(({ fact }) => fact.kind === 'mapped' || fact.kind === 'migration');
  const files = own.map(({ path }) => path).join('\n');
  const schema = known(project).get(files) ?? new Schema(project, own);
  known(project).set(files, schema);
  return schema;
}
