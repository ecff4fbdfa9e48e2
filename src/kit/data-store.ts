import { type Expression, lastName } from '../ast/index.ts';
import type { SemanticModel } from '../semantics/index.ts';

/**
 * Whether an expression stands for what keeps data (a database, a repository, an index, a queue), by its class or else by
 * its name. What may be lost is none: it is made again from the rest, as a cache is, or only watches.
 */
export function isDataStore(expression: Expression, model: SemanticModel): boolean {
  const name = lastName(expression) ?? '';
  if (DERIVED.test(name)) return false;
  const type = model.types.classOf(expression);
  if (type === undefined) return STORE_NAME.test(name);
  if (IN_MEMORY.test(type) || DERIVED.test(type)) return false;
  return STORE_NAME.test(name) || STORE.test(type);
}

const STORE =
  /(Store|Storage|Repository|Repo|Database|DB|Db|Collection|Index|Ledger|Queue|Table|Bucket|Backend|Graph|VectorDB|Memory|Dao|DAO|Redis|Producer|Session)$/;
const STORE_NAME =
  /(^|_)(store|storage|repository|repo|database|db|collection|index|ledger|queue|table|bucket|vectors?|graph|memory|redis|dao|l[0-9])s?$/;
const DERIVED =
  /cache|metric|stat|log|trac|telemetry|monitor|progress|history|event_bus|listener|callback|hook|registry|widget|form|tree|view|model_?$/i;
const IN_MEMORY = /^(builtins|collections|threading|logging)\./;
