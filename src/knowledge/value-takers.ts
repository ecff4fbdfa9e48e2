/**
 * Functions of libraries that take a value and nothing to await. Written 2026-11 from the documentation of CPython 3.14, SQLAlchemy 2 and
 * Starlette.
 */
import { words } from './words.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  builtins: `
    len str int float bool list dict set tuple frozenset sorted sum max min any all enumerate zip reversed iter next range abs
    round open print repr bytes bytearray`,
  json: 'dumps dump loads load',
  'sqlalchemy.ext.asyncio.AsyncSession': 'add add_all delete refresh merge expunge',
  'sqlalchemy.orm.Session': 'add add_all delete refresh merge expunge',
  'sqlalchemy.orm.session.Session': 'add add_all delete refresh merge expunge',
  'sqlmodel.Session': 'add add_all delete refresh merge expunge',
  'starlette.responses': 'JSONResponse PlainTextResponse HTMLResponse Response',
  'fastapi.responses': 'JSONResponse ORJSONResponse PlainTextResponse HTMLResponse Response',
  fastapi: 'Response',
};

export const VALUE_TAKERS: ReadonlySet<string> = new Set(
  Object.entries(FUNCTIONS).flatMap(([owner, names]) => words(names).map((name) => `${owner}.${name}`)),
);
