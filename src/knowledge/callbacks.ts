/**
 * Functions that call one which they are given, and with what. Written 2026-12 from the documentation of CPython 3.14.
 */
import { words } from './words.ts';

export interface Callback {
  /** The names of what takes it; of a method of an object that is not known a dot and its name. */
  readonly of: RegExp;
  /** A position, a keyword, or either. */
  readonly at: number | string | readonly (number | string)[];
  /** How many arguments it is given; `rest`: what is behind it. */
  readonly argumentCount: number | 'rest';
  /** Whether what it gives is taken for a value there, or comes out of the call as it is. */
  readonly result?: 'value' | 'passed-on';
}

export const CALLBACKS: readonly Callback[] = [
  { of: /^signal\.signal$/, at: 1, argumentCount: 2 },
  { of: /^atexit\.register$/, at: 0, argumentCount: 'rest' },
  { of: /^functools\.(?:reduce|cmp_to_key)$/, at: 0, argumentCount: 2, result: 'value' },
  { of: /^builtins\.map$/, at: 0, argumentCount: 'rest', result: 'passed-on' },
  { of: /(?:ThreadPool|ProcessPool|\.)Executor\.map$/, at: 0, argumentCount: 'rest' },
  {
    of: /^(?:builtins\.filter|itertools\.(?:filterfalse|takewhile|dropwhile))$/,
    at: 0,
    argumentCount: 1,
    result: 'value',
  },
  { of: /^(?:builtins\.(?:sorted|min|max|list\.sort)|\.sort)$/, at: 'key', argumentCount: 1, result: 'value' },
  { of: /^(?:heapq\.(?:nlargest|nsmallest|merge)|bisect\.\w+)$/, at: 'key', argumentCount: 1, result: 'value' },
  { of: /^itertools\.groupby$/, at: [1, 'key'], argumentCount: 1, result: 'value' },
  { of: /^itertools\.accumulate$/, at: [1, 'func'], argumentCount: 2, result: 'value' },
  { of: /^json\.dumps?$/, at: 'default', argumentCount: 1, result: 'value' },
  { of: /^json\.loads?$/, at: 'object_hook', argumentCount: 1 },
  { of: /^re\.subn?$/, at: [1, 'repl'], argumentCount: 1, result: 'value' },
  { of: /^re\.Pattern\.subn?$/, at: [0, 'repl'], argumentCount: 1, result: 'value' },
  { of: /^collections\.defaultdict$/, at: 0, argumentCount: 0 },
  { of: /^dataclasses\.field$/, at: 'default_factory', argumentCount: 0 },
  { of: /(?:^|\.)add_signal_handler$/, at: 1, argumentCount: 'rest' },
  { of: /(?:^|\.)call_(?:later|at)$/, at: 1, argumentCount: 'rest' },
  { of: /(?:^|\.)call_soon(?:_threadsafe)?$/, at: 0, argumentCount: 'rest' },
  { of: /(?:^|\.)add_done_callback$/, at: 0, argumentCount: 1 },
];

/** Their last names: most calls are identified by these. */
export const CALLED_BACK: ReadonlySet<string> = new Set(
  words(`signal register reduce cmp_to_key map filter filterfalse takewhile dropwhile sorted min max sort nlargest nsmallest merge
  bisect bisect_left bisect_right insort insort_left insort_right groupby accumulate dumps dump loads load sub subn defaultdict field
  add_signal_handler call_later call_at call_soon call_soon_threadsafe add_done_callback`),
);
