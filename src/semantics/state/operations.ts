/** What calls do to a container they are given or called on, by name. Data only. */

/** Methods that add to a container, with the position of the key or element among their arguments. */
export const GROWING_METHODS: ReadonlyMap<string, number> = new Map([
  ['append', 0],
  ['appendleft', 0],
  ['add', 0],
  ['insert', 1],
  ['extend', 0],
  ['extendleft', 0],
  ['setdefault', 0],
  ['update', 0],
  ['__setitem__', 0],
]);

/** Methods that take away from a container. */
export const SHRINKING_METHODS: ReadonlySet<string> = new Set([
  'pop',
  'popitem',
  'popleft',
  'remove',
  'discard',
  'clear',
  'difference_update',
  'intersection_update',
  'symmetric_difference_update',
  '__delitem__',
]);

/**
 * Methods that add to an element of a container. `update` is left out: an element is as often an object with a method
 * of that name as it is a dict.
 */
export const GROWING_ELEMENT_METHODS: ReadonlySet<string> = new Set([
  'append',
  'appendleft',
  'add',
  'insert',
  'extend',
  'setdefault',
]);

/** Methods whose result is the element under their first argument. */
export const ELEMENT_METHODS: ReadonlySet<string> = new Set(['get', 'setdefault', '__getitem__']);

/** Functions that add to their first argument; the element is the second. */
export const GROWING_FUNCTIONS: ReadonlySet<string> = new Set([
  'heapq.heappush',
  'bisect.insort',
  'bisect.insort_left',
  'bisect.insort_right',
]);

/** Functions that take from their first argument. */
export const SHRINKING_FUNCTIONS: ReadonlySet<string> = new Set(['heapq.heappop']);

/** Functions that only look at what they are given, or copy it. */
export const READING_FUNCTIONS: ReadonlySet<string> = new Set([
  ...[
    ...['len', 'sorted', 'list', 'dict', 'set', 'tuple', 'frozenset', 'iter', 'enumerate', 'str', 'repr', 'sum', 'max'],
    ...['min', 'any', 'all', 'zip', 'map', 'filter', 'reversed', 'isinstance', 'issubclass', 'bool', 'int', 'float'],
    ...['hash', 'id', 'type', 'print', 'range', 'next', 'hasattr', 'getattr', 'callable', 'format', 'abs', 'round'],
    ...['divmod', 'pow', 'bytes', 'bytearray', 'ord', 'chr', 'open', 'slice', 'vars', 'ascii', 'bin', 'hex'],
  ].map((name) => `builtins.${name}`),
  'heapq.heapify',
  'heapq.heapreplace',
  'heapq.heappushpop',
  'heapq.nlargest',
  'heapq.nsmallest',
  'bisect.bisect',
  'bisect.bisect_left',
  'bisect.bisect_right',
  'collections.Counter',
  'collections.OrderedDict',
  'collections.deque',
  'dataclasses.asdict',
  'dataclasses.replace',
  'functools.reduce',
  'threading.Timer',
]);

/** Modules whose functions only look at what they are given, or copy it. */
export const READING_MODULES: ReadonlySet<string> = new Set([
  'builtins.str',
  'copy',
  'itertools',
  'json',
  'math',
  'numpy',
  'operator',
  'os.path',
  'pickle',
  'pprint',
  'random',
  'statistics',
  'struct',
  'time',
]);

/** Methods of other objects that copy from, or only look at, the container they are given. */
export const COPYING_METHODS: ReadonlySet<string> = new Set([
  'extend',
  'update',
  'join',
  'union',
  'intersection',
  'difference',
  'difference_update',
  'isdisjoint',
  'issubset',
  'issuperset',
  'format',
  'write',
  'writelines',
  'count',
  'index',
  'startswith',
  'endswith',
]);
