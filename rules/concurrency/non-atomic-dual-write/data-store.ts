import { type Expression, lastName, wordsOfName } from '#ast';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';

/**
 * Whether an expression stands for what keeps data (a database, a repository, an index, a queue), by its class or else by
 * its name. What may be lost is none: it is made again from the rest, as a cache is, or only watches.
 */
export function isDataStore(expression: Expression, model: SemanticModel): boolean {
  const name = lastName(expression) ?? '';
  if (isDerived(name)) return false;
  const type = model.types.classOf(expression);
  if (type === undefined) return STORE_NAME.test(name);
  if (IN_MEMORY.test(type) || type.split('.').some(isDerived)) return false;
  return STORE_NAME.test(name) || STORE.test(type);
}

const isDerived = (name: string): boolean => wordsOfName(name).some((word) => DERIVED.has(word));

const STORE =
  /(Store|Storage|Repository|Repo|Database|DB|Db|Collection|Index|Ledger|Queue|Table|Bucket|Backend|Graph|VectorDB|Memory|Dao|DAO|Redis|Producer|Session)$/;
const STORE_NAME =
  /(^|_)(store|storage|repository|repo|database|db|collection|index|ledger|queue|table|bucket|vectors?|graph|memory|redis|dao|l[0-9])s?$/;
/** Words of the names of what is made again from the rest, or only watches. */
const DERIVED: ReadonlySet<string> = new Set(
  words(`
    cache caches cached caching metric metrics stat stats statistics log logs logger logging trace traces tracer tracing
    tracker telemetry monitor monitoring progress history bus listener listeners callback callbacks hook hooks registry
    widget widgets form forms tree view views model models
  `),
);
const IN_MEMORY = /^(builtins|collections|threading|logging)\./;
