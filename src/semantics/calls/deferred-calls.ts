/** Calls that another thread, process or loop makes of a function that it is given with its arguments. */
import {
  type Call,
  callKeyword,
  type Expression,
  hasUnpackedArguments,
  keywordNames,
  lastName,
} from '../../ast/index.ts';
import { words } from '../../knowledge/words.ts';
import type { SemanticModel } from '../model.ts';
import type { CallShape } from './call-binding.ts';

/** The function, and what it will be called with. */
export interface DeferredCall extends CallShape {
  readonly func: Expression;
  /** More arguments may come. */
  readonly isPartial?: true;
  /** A worker calls the function of a task. */
  readonly isTask?: true;
  /** Where it is put together, if that is not where it is handed over. */
  readonly at?: Expression;
}

/** What a call hands on to be called, where the arguments are all written there. */
export function deferredCallOf(call: Call, { context }: SemanticModel): DeferredCall | undefined {
  const starter = lastName(call.func) ?? '';
  if (!TAKES_LISTS.has(starter) && !HANDS_ON.has(starter)) return undefined;
  const func = hasUnpackedArguments(call) ? undefined : context.startOf(call)?.run;
  if (func === undefined) return undefined;
  // What goes through `Context.run` is in the list itself.
  if (TAKES_LISTS.has(starter)) return isInList(func) ? undefined : fromLists(call, func);
  const index = call.args.indexOf(func);
  if (index === -1) return undefined;
  return { func, positional: call.args.length - index - 1, keywords: keywordNames(call) };
}

/** Starters that take `args` and `kwargs`, and `add_job` of APScheduler. */
const TAKES_LISTS: ReadonlySet<string> = new Set(['Thread', 'Timer', 'Process', 'add_job']);
/** Starters that give the function all that is behind it; others call it later, or keep some keywords. */
const HANDS_ON: ReadonlySet<string> = new Set(
  words('to_thread run_in_executor run_in_threadpool submit add_task BackgroundTask'),
);

const isInList = ({ parent }: Expression): boolean => parent?.kind === 'Tuple' || parent?.kind === 'List';

/** `Thread(target=f, args=(a, b), kwargs={"c": d})`. */
function fromLists(call: Call, func: Expression): DeferredCall | undefined {
  // Positions after the function differ from class to class, and hardly anybody uses them.
  if (call.args.length > 2) return undefined;
  const positional = lengthOf(callKeyword(call, 'args')?.value);
  const keywords = keysOf(callKeyword(call, 'kwargs')?.value);
  return positional === undefined || keywords === undefined ? undefined : { func, positional, keywords };
}

/** How many a list or a tuple holds; 0 where there is none. */
export function lengthOf(list: Expression | undefined): number | undefined {
  if (list === undefined) return 0;
  if (list.kind !== 'Tuple' && list.kind !== 'List') return undefined;
  return list.elts.some(({ kind }) => kind === 'Starred') ? undefined : list.elts.length;
}

/** The keys of a dict of keywords. */
export function keysOf(table: Expression | undefined): string[] | undefined {
  if (table === undefined) return [];
  if (table.kind !== 'Dict') return undefined;
  const keys = table.keys.flatMap((key) =>
    key?.kind === 'Constant' && key.value.kind === 'str' ? key.value.value : [],
  );
  return keys.length === table.keys.length ? keys : undefined;
}
