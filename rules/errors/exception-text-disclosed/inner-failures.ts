/** Failures of what a service is on: their texts tell of hosts, statements and paths, however precisely they are caught. */
import type { HandlerModel } from '#semantics';

/** The handler ends failures of a database, a server that was asked, a command or the system, and none that is the client's own. */
export const endsInnerFailures = ({ catches }: Pick<HandlerModel, 'catches'>): boolean =>
  catches.some((name) => INNER.test(name) && !OF_CLIENT.test(name));

const INNER =
  /^(?:django\.db|sqlalchemy|sqlmodel|psycopg2?|asyncpg|pymysql|MySQLdb|sqlite3|aiosqlite|pymongo|redis|botocore|requests|httpx|aiohttp|urllib3?|subprocess|paramiko|elasticsearch)\.|^builtins\.(?:OSError|IOError|ConnectionError)$/;
/** The client named what is not there or is there already, or chose the answer. */
const OF_CLIENT = /NotFound|DoesNotExist|Integrity|Validation|MultipleResults|HTTPStatusError|^aiohttp\.web/;
