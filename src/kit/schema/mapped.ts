import type { ProjectModel } from '../../project/index.ts';
import type { MappedColumn } from '../../semantics/schema/mapped-tables.ts';
import type { PackedPlace } from '../packed-place.ts';
import type { MappedFact } from './facts.ts';

/** A class of rows, with the columns of the classes that it derives from. */
export interface MappedRow extends Pick<MappedFact, 'row' | 'table' | 'place'> {
  readonly path: string;
  readonly columns: readonly (MappedColumn<PackedPlace> & { readonly path: string })[];
  /** Sets of columns that its constraints and indexes keep unique, besides single ones. */
  readonly unique: readonly (readonly string[])[];
  /** What it says of its constraints cannot be read. */
  readonly isOpen: boolean;
  /** It shares the table of another class of rows, or joins it with one of its own. */
  readonly isDerived: boolean;
}

export function mappedRows(
  facts: readonly { readonly path: string; readonly fact: MappedFact }[],
  project: ProjectModel,
): readonly MappedRow[] {
  const byRow = new Map(facts.map((each) => [each.fact.row, each]));
  return facts.map(({ path, fact }): MappedRow => {
    const found = project.classNamed(fact.row);
    const line = found === undefined ? [] : project.lineOf(found);
    const known = line.flatMap((each) => (typeof each === 'string' ? [] : (byRow.get(each.class.qualifiedName) ?? [])));
    const all = known.length > 0 ? known : [{ path, fact }];
    // The nearest of them takes the place of the others.
    const constraints = all.find((each) => each.fact.constraints !== undefined)?.fact.constraints;
    const { key = [], unique = [] } = constraints === 'open' ? {} : (constraints ?? {});
    const columns = all
      .toReversed()
      .flatMap((each) =>
        each.fact.columns.map(
          (column) =>
            [
              column.attribute,
              { ...column, path: each.path, ...(key.includes(column.name) && { isKey: true as const }) },
            ] as const,
        ),
      );
    const { row, place } = fact;
    const isOfFlask = !fact.isAbstract && all.some((each) => each.fact.isOfFlask);
    const table = fact.table ?? (isOfFlask ? tableOfFlask(row) : undefined);
    return {
      row,
      ...(table !== undefined && { table }),
      place,
      path,
      columns: [...new Map(columns).values()],
      unique,
      isOpen: constraints === 'open',
      isDerived: all.some((each) => each.fact !== fact && !each.fact.isAbstract && hasTable(each.fact)),
    };
  });
}

const hasTable = ({ table, isOfFlask }: MappedFact): boolean => table !== undefined || isOfFlask === true;

/** `OrderItem` is `order_item`. */
const tableOfFlask = (row: string): string =>
  row
    .slice(row.lastIndexOf('.') + 1)
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .toLowerCase();
