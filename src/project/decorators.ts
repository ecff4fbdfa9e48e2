/** What decorators, by their qualified names, make of a function. */
import type { SummaryFunction } from '../semantics/index.ts';

/** Give back the function they are given, or one that is called the same way and gives the same. */
export const TRANSPARENT_DECORATORS: ReadonlySet<string> = new Set([
  'builtins.staticmethod',
  'builtins.classmethod',
  'abc.abstractmethod',
  'typing.override',
  'typing_extensions.override',
  'typing.final',
  'typing_extensions.final',
  'functools.wraps',
]);

/** A decorator of routes registers the function and gives it back. */
export const addsToRouter = (decorator: string, { entry }: SummaryFunction): boolean =>
  (entry === 'route' || entry === 'sync-route') && REGISTERING.test(decorator);

const REGISTERING = /^(?!litestar\.).*\.(?:route|get|head|post|put|patch|delete|options|websocket|api_route)$/;

export const PROPERTIES: ReadonlySet<string> = new Set([
  'builtins.property',
  'functools.cached_property',
  'abc.abstractproperty',
]);

/** Run the function once for the same arguments. */
export const CACHES: ReadonlySet<string> = new Set(['functools.lru_cache', 'functools.cache']);
