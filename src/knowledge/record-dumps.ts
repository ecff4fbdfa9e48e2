import { words } from './words.ts';

/** Methods of records that give all that they hold: pydantic, https://docs.pydantic.dev/latest/concepts/serialization/, and named tuples. */
export const DUMPS: ReadonlySet<string> = new Set(words('dict model_dump json model_dump_json _asdict'));
