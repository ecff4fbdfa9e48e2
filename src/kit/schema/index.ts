/** The schema of the database, as the classes of rows declare it and as the migrations leave it. */
export { type MappedFact, type MigrationFact, type SchemaFact, schemaFactsIn } from './facts.ts';
export { type Mapped, mappedTables } from './mapped.ts';
export { type Migrated, type MigratedTable, migratedSchemas } from './migrated.ts';
