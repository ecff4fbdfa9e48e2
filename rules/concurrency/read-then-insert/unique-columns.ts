/** Whether the database keeps columns unique, as the class of the rows, its bases and the migrations say. */
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import type { TableOfClass, UniqueInMigration } from '#semantics/rows/unique-columns';

/** What is known of the table of a class, its bases included. */
export function tableOf(
  row: string,
  from: ModuleSummary,
  tables: ReadonlyMap<string, TableOfClass>,
  project: ProjectModel,
): TableOfClass | undefined {
  const target = project.follow(row, from);
  if (target.kind !== 'class') return tables.get(row);
  const known = project
    .lineOf(target)
    .flatMap((each) => (typeof each === 'string' ? [] : (tables.get(each.class.qualifiedName) ?? [])));
  const [own] = known;
  return own && { ...own, unique: known.flatMap(({ unique }) => unique) };
}

/** A key or constraint of the columns that are asked for, or of some of them alone, by the class or by a migration. */
export const keepsUnique = (
  { table, unique }: TableOfClass,
  columns: readonly string[],
  migrations: readonly UniqueInMigration[],
): boolean =>
  [...unique, ...migrations.filter((each) => each.table === table).map((each) => each.unique)].some(
    (set) => set.length > 0 && set.every((column) => columns.includes(column)),
  );
