/** The schema of the database, as the classes of rows declare it and as the migrations leave it. */
export { type SchemaFact, schemaFactsIn } from './facts.ts';
export { schemaOf } from './schema.ts';
