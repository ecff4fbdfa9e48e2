/** The schema of the database, as the classes of rows declare it and as the migrations leave it. */
export { type SchemaFact, schemaFactsIn } from './facts.ts';
export { mappedTables } from './mapped.ts';
export { migratedSchemas } from './migrated.ts';
