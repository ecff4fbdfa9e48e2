import type { ProjectModel } from '../../project/index.ts';
import type { MappedColumn } from '../../semantics/schema/mapped-tables.ts';
import type { PackedPlace } from '../packed-place.ts';
import type { MappedFact } from './facts.ts';

/** A class that is mapped to a table, with the columns of the classes that it derives from. */
export interface Mapped extends Omit<MappedFact, 'columns' | 'kind'> {
  readonly path: string;
  readonly table: string;
  readonly columns: readonly (MappedColumn<PackedPlace> & { readonly path: string })[];
}

export function mappedTables(
  facts: readonly { readonly path: string; readonly fact: MappedFact }[],
  project: ProjectModel,
): readonly Mapped[] {
  const byRow = new Map(facts.map((each) => [each.fact.row, each]));
  return facts.flatMap(({ path, fact }): Mapped[] => {
    if (fact.table === undefined) return [];
    const found = project.classNamed(fact.row);
    const line = found === undefined ? [] : project.lineOf(found);
    const known = line.flatMap((each) => (typeof each === 'string' ? [] : (byRow.get(each.class.qualifiedName) ?? [])));
    const all = known.length > 0 ? known : [{ path, fact }];
    // A class of a class of rows shares its table, or joins it with one of its own.
    const isDerived = all.some((each) => each.fact !== fact && each.fact.table !== undefined);
    const columns = new Map(
      all
        .toReversed()
        .flatMap((each) =>
          each.fact.columns.map((column) => [column.attribute, { ...column, path: each.path }] as const),
        ),
    );
    const { kind, ...own } = fact;
    return isDerived
      ? []
      : [
          {
            ...own,
            path,
            table: fact.table,
            columns: [...columns.values()],
            unique: all.flatMap((each) => each.fact.unique),
          },
        ];
  });
}
