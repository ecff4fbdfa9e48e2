import { words } from './words.ts';

/** What objects of the standard library's classes that people derive from hold from the start. Source: `vars()` of CPython 3.9 to 3.13. */
const BOUND: Readonly<Record<string, string>> = {
  'queue.Queue LifoQueue PriorityQueue':
    'queue maxsize mutex not_empty not_full all_tasks_done unfinished_tasks is_shutdown',
  'threading.Thread':
    'name daemon ident native_id _args _kwargs _target _name _started _ident _native_id _daemonic _is_stopped _stderr _invoke_excepthook _tstate_lock _handle _context',
  'multiprocessing.Process':
    'name daemon pid ident exitcode authkey sentinel _args _kwargs _target _name _popen _config _identity _closed _parent_pid _parent_name',
  'logging.Handler StreamHandler FileHandler':
    'level formatter lock filters name stream baseFilename mode encoding delay errors _name _closed _builtin_open',
  'torch.nn.Module': 'training _parameters _buffers _modules',
  'builtins.Exception ValueError RuntimeError': 'args',
};

/** By full name of the class. */
export const BOUND_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(BOUND).flatMap(([classes, attributes]) => {
    const [first = '', ...others] = words(classes);
    const module = first.slice(0, first.lastIndexOf('.'));
    const bound = new Set(words(attributes));
    return [first, ...others.map((name) => `${module}.${name}`)].map((name) => [name, bound] as const);
  }),
);
