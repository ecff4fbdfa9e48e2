/** How many arguments Python's own functions take by position, and which by name. Sources: the library reference of Python 3.9 to 3.14. */

export interface KnownShape {
  readonly least: number;
  /** Undefined: any number. */
  readonly most: number | undefined;
  /** Undefined: any name. */
  readonly keywords: readonly string[] | undefined;
}

/** `name least-most keyword…`; `*` for any. A keyword that fills a position counts towards the least. */
const TEXT = `
builtins.abs 1-1
builtins.all 1-1
builtins.any 1-1
builtins.callable 1-1
builtins.chr 1-1
builtins.delattr 2-2
builtins.divmod 2-2
builtins.enumerate 1-2 iterable start
builtins.filter 2-2
builtins.getattr 2-3
builtins.hasattr 2-2
builtins.hash 1-1
builtins.id 1-1
builtins.input 0-1
builtins.isinstance 2-2
builtins.issubclass 2-2
builtins.iter 1-2
builtins.len 1-1
builtins.map 2-* strict
builtins.max 1-* key default
builtins.min 1-* key default
builtins.next 1-2
builtins.open 1-8 file mode buffering encoding errors newline closefd opener
builtins.ord 1-1
builtins.pow 2-3 base exp mod
builtins.range 1-3
builtins.repr 1-1
builtins.reversed 1-1
builtins.round 1-2 number ndigits
builtins.setattr 3-3
builtins.sorted 1-1 key reverse
builtins.sum 1-2 start
builtins.print 0-* sep end file flush
builtins.zip 0-* strict
builtins.bool 0-1
builtins.float 0-1
builtins.int 0-2 base
builtins.str 0-3 object encoding errors
builtins.list 0-1
builtins.tuple 0-1
builtins.set 0-1
builtins.frozenset 0-1
builtins.list.append 1-1
builtins.list.extend 1-1
builtins.list.insert 2-2
builtins.list.pop 0-1
builtins.list.remove 1-1
builtins.set.add 1-1
builtins.set.discard 1-1
builtins.dict.get 1-2
builtins.dict.pop 1-2
builtins.dict.setdefault 1-2
builtins.str.join 1-1
builtins.str.startswith 1-3
builtins.str.endswith 1-3
time.sleep 1-1
time.time 0-0
`;

const LOG_KEYWORDS = ['exc_info', 'stack_info', 'stacklevel', 'extra'];
const LEVELS = ['debug', 'info', 'warning', 'warn', 'error', 'critical', 'fatal', 'exception'];
const LOGGERS = ['logging', 'logging.Logger'];

const SHAPES: ReadonlyMap<string, KnownShape> = new Map([
  ...TEXT.trim().split('\n').map(rowOf),
  ...LOGGERS.flatMap((logger) =>
    LEVELS.map(
      (level) => [`${logger}.${level}`, { least: 1, most: undefined, keywords: ['msg', ...LOG_KEYWORDS] }] as const,
    ),
  ),
  ...LOGGERS.map(
    (logger) => [`${logger}.log`, { least: 2, most: undefined, keywords: ['level', 'msg', ...LOG_KEYWORDS] }] as const,
  ),
]);

function rowOf(row: string): readonly [string, KnownShape] {
  const [name = '', counts = '', ...keywords] = row.split(' ');
  const [least, most] = counts.split('-');
  return [name, { least: Number(least), most: most === '*' ? undefined : Number(most), keywords }];
}

export const callShapeOf = (qualifiedName: string): KnownShape | undefined => SHAPES.get(qualifiedName);
