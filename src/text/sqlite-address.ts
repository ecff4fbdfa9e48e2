/** How the address of a database in a file begins, as SQLAlchemy writes it: https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#connect-strings */
export const SQLITE_ADDRESS = /^sqlite(?:\+\w+)?:/;
