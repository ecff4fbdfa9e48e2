/**
 * Functions of libraries that take a value and nothing to await. Written 2026-11 from the documentation of CPython 3.14, SQLAlchemy 2 and
 * Starlette.
 */
import { words } from './words.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  builtins: `
    len str int float bool list dict set tuple frozenset sorted sum max min any all enumerate zip reversed iter next range abs
    round open print repr bytes bytearray format
    str.format str.format_map str.join str.replace str.split str.count str.find str.startswith str.endswith str.encode`,
  string: 'Template.substitute Template.safe_substitute',
  html: 'escape',
  'urllib.parse': 'quote quote_plus urlencode urljoin',
  'pathlib.Path': 'write_text write_bytes',
  sys: 'exit stdout.write stderr.write',
  warnings: 'warn',
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

/** Of these, what takes anything: it becomes a text that nobody wants. */
export const TEXT_MAKERS: ReadonlySet<string> = new Set([
  ...words('print str repr bool format str.format str.format_map').map((name) => `builtins.${name}`),
  ...['string.Template.substitute', 'string.Template.safe_substitute', 'sys.exit', 'html.escape', 'warnings.warn'],
]);

/** They go through what they are given, and use each element as a value. */
export const REDUCERS: ReadonlySet<string> = new Set(
  words('any all sum min max sorted str.join').map((name) => `builtins.${name}`),
);

/** What may be asked of a coroutine itself. */
export const COROUTINE_MEMBERS: ReadonlySet<string> = new Set(
  words('close send throw __await__ cr_await cr_code cr_frame cr_running cr_origin __name__ __qualname__'),
);

/** Classes that no coroutine is of. */
export const PLAIN_RESULTS: ReadonlySet<string> = new Set(
  words('bool int float str bytes dict list set tuple frozenset').map((name) => `builtins.${name}`),
);
