import { type MappedTable, mappedTablesIn } from '../../semantics/schema/mapped-tables.ts';
import { type Migration, migrationIn } from '../../semantics/schema/migrations.ts';
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
export function schemaFactsIn(file: FactsContext): readonly SchemaFact[] {
  const migration = migrationIn(file, (at) => packPlace(file, at));
  return [
    ...mappedTablesIn(file, (at) => packPlace(file, at)).map((each): SchemaFact => ({ kind: 'mapped', ...each })),
    ...(migration === undefined ? [] : [{ kind: 'migration' as const, ...migration }]),
  ];
}
