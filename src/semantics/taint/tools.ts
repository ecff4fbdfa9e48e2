/** Functions that a language model calls: their arguments are what it writes, and whoever it reads may lead it. */
import {
  type Arg,
  type AsyncFunctionDef,
  type ClassDef,
  type Dict,
  decoratorsOf,
  type FunctionDef,
  identifiersOf,
  lastName,
  type Module,
  nodesOf,
  stringConstant,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { mentionsOfFunction } from '../context/function-mentions.ts';
import type { SemanticModel } from '../model.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** By decorator (`@tool`, `@mcp.tool()`), by the class (`class Fetch(BaseTool)`), by what it is handed to, or by a schema of its name. */
export function isTool(fn: Def, model: SemanticModel): boolean {
  const owner = model.context.classOfMethod(fn);
  if (owner !== undefined) return isToolClass(owner) && RUNS.test(fn.name);
  if (decoratorsOf(fn).some(({ callee }) => DECORATORS.has(lastName(callee) ?? ''))) return true;
  if (fn.parent?.kind !== 'Module' && fn.parent?.kind !== 'FunctionDef') return false;
  if (schemasOf(model.source.module).has(fn.name)) return true;
  return mentionsOfFunction(model, fn).some((mention) => {
    const { parent } = mention;
    const call = parent?.kind === 'keyword' ? parent.parent : parent;
    return call?.kind === 'Call' && call.func !== mention && TAKERS.test(lastName(call.func) ?? '');
  });
}

/** What the library itself fills is none of the model's: the context of the run. */
export const isFilledByModel = ({ arg, annotation }: Arg, { types }: SemanticModel): boolean =>
  arg !== 'self' &&
  arg !== 'cls' &&
  !/^(?:ctx|context|run_manager|config|state|runtime)$/.test(arg) &&
  (annotation === undefined || !/Context|Injected|RunManager|State$/.test(types.annotatedClass(annotation) ?? ''));

/** Whether a file may hold one: the cheap question. */
export const mayHoldTools = ({ source: { module } }: SemanticModel): boolean => mayBeHeldBy(module);

const mayBeHeldBy = memoize((module: Module): boolean => {
  const identifiers = identifiersOf(module);
  for (const each of identifiers) if (DECORATORS.has(each) || TAKERS.test(each)) return true;
  return schemasOf(module).size > 0;
});

const DECORATORS: ReadonlySet<string> = new Set(
  'tool tool_plain call_tool function_tool kernel_function ai_function ai_callable beta_tool register_for_llm register_for_execution'.split(
    ' ',
  ),
);
const TAKERS = /(?:^|[a-z])Tool$|^(?:from_function|from_defaults|add_tool|register_tool)$/;
const TOOL_BASE = /^(?:Base|Structured|Async)?Tool$/;
const RUNS = /^(?:_a?run|run|arun|forward|execute|invoke|call|__call__)$/;

const isToolClass = ({ bases }: ClassDef): boolean => bases.some((base) => TOOL_BASE.test(lastName(base) ?? ''));

/** Names of functions that are described to a model: `{"name": "read_file", "parameters": {…}}`. */
const schemasOf = memoize((module: Module): ReadonlySet<string> => {
  const described = nodesOf(module, 'Dict').flatMap((each) => (isSchema(each) ? nameIn(each) : []));
  return new Set(described);
});

const isSchema = ({ keys }: Dict): boolean =>
  keys.some((key) => key !== undefined && /^(?:parameters|input_?[sS]chema)$/.test(stringConstant(key) ?? ''));

function nameIn({ keys, values }: Dict): string | [] {
  const at = keys.findIndex((key) => key !== undefined && stringConstant(key) === 'name');
  const name = values[at];
  return (name && stringConstant(name)) ?? [];
}
