import { memoizeByFile } from '../../semantics/by-file.ts';
import { type MappedTable, mappedTablesIn } from '../../semantics/schema/mapped-tables.ts';
import { type Migration, migrationIn } from '../../semantics/schema/migrations.ts';
import type { Span } from '../../text/index.ts';
import { type PackedPlace, packPlace } from '../packed-place.ts';
import type { FactsContext } from '../rule.ts';

export interface MappedFact extends MappedTable<PackedPlace> {
  readonly kind: 'mapped';
}

export interface MigrationFact extends Migration<PackedPlace> {
  readonly kind: 'migration';
}

export type SchemaFact = MappedFact | MigrationFact;

/** What a file says of the schema: its classes of rows, and its steps if it is a migration. */
export const schemaFactsIn = memoizeByFile((file: FactsContext): readonly SchemaFact[] => {
  const migration = migrationIn(file);
  const packed = <T extends { readonly place: Span }>(each: T) => ({ ...each, place: packPlace(file, each.place) });
  return [
    ...mappedTablesIn(file).map(
      (each): SchemaFact => ({ kind: 'mapped', ...packed(each), columns: each.columns.map(packed) }),
    ),
    ...(migration === undefined
      ? []
      : [{ kind: 'migration' as const, ...migration, steps: migration.steps.map(packed) }]),
  ];
});
