/** What decorators, by their qualified names, make of a function. */

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

export const PROPERTIES: ReadonlySet<string> = new Set([
  'builtins.property',
  'functools.cached_property',
  'abc.abstractproperty',
]);

/** Run the function once for the same arguments. */
export const CACHES: ReadonlySet<string> = new Set(['functools.lru_cache', 'functools.cache']);
