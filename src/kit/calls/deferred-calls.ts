/** Calls that another thread, process or loop makes of a function that it is given with its arguments. */
import { type Call, callKeyword, type Expression, hasUnpackedArguments } from '../../ast/index.ts';
import type { FactsContext } from '../rule.ts';
import type { CallShape } from './call-binding.ts';

/** The function, and what it will be called with. */
export interface DeferredCall extends CallShape {
  readonly func: Expression;
}

/** What a call hands on to be called, where the arguments are all written there. */
export function deferredCallOf(call: Call, { names }: FactsContext): DeferredCall | undefined {
  if (hasUnpackedArguments(call)) return undefined;
  const name = names.qualifiedName(call.func);
  const index = name === undefined ? undefined : WITH_ARGUMENT_LISTS.get(name);
  if (index !== undefined) return fromLists(call, index);
  if (name === 'asyncio.to_thread') return fromArguments(call, 0);
  // The name of a method of event loops and of nothing else.
  return call.func.kind === 'Attribute' && call.func.attr === 'run_in_executor' ? fromArguments(call, 1) : undefined;
}

/** Where the function stands, where it is no keyword; `args` and `kwargs` come by name. */
const WITH_ARGUMENT_LISTS: ReadonlyMap<string, number> = new Map([
  ['threading.Thread', 1],
  ['multiprocessing.Process', 1],
  ['threading.Timer', 1],
]);

function fromArguments(call: Call, index: number): DeferredCall | undefined {
  const func = call.args[index];
  if (func === undefined) return undefined;
  return {
    func,
    positional: call.args.length - index - 1,
    keywords: call.keywords.flatMap(({ arg }) => arg ?? []),
  };
}

/** `Thread(target=f, args=(a, b), kwargs={"c": d})`. */
function fromLists(call: Call, index: number): DeferredCall | undefined {
  // Positions after the function differ from class to class, and hardly anybody uses them.
  if (call.args.length > index + 1) return undefined;
  const func = callKeyword(call, 'target')?.value ?? callKeyword(call, 'function')?.value ?? call.args[index];
  const positional = lengthOf(callKeyword(call, 'args')?.value);
  const keywords = keysOf(callKeyword(call, 'kwargs')?.value);
  return func === undefined || positional === undefined || keywords === undefined
    ? undefined
    : { func, positional, keywords };
}

function lengthOf(list: Expression | undefined): number | undefined {
  if (list === undefined) return 0;
  if (list.kind !== 'Tuple' && list.kind !== 'List') return undefined;
  return list.elts.some(({ kind }) => kind === 'Starred') ? undefined : list.elts.length;
}

function keysOf(table: Expression | undefined): string[] | undefined {
  if (table === undefined) return [];
  if (table.kind !== 'Dict') return undefined;
  const keys = table.keys.flatMap((key) =>
    key?.kind === 'Constant' && key.value.kind === 'str' ? key.value.value : [],
  );
  return keys.length === table.keys.length ? keys : undefined;
}
