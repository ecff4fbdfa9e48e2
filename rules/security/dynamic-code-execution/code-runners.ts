/** Places that run what they are given by trade. */
import { type Call, callKeyword, type Expression, lastName, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { namesAround } from '../_shared/names-around.ts';

/** Names of functions and classes around a place, those of the module among them. */
export const namesAroundCode = (place: Node, model: SemanticModel): readonly string[] => [
  ...namesAround(place, model),
  ...model.names.moduleName.split('.'),
];

/** A star import may hide which `eval` it is from the model; nobody exports one of their own. */
export function executorOf({ func }: Call, { names }: SemanticModel): 'eval' | 'exec' | undefined {
  const name = func.kind === 'Name' && names.resolve(func) === undefined ? func.id : undefined;
  const called = name ?? names.qualifiedName(func)?.replace(/^builtins\./, '');
  return called === 'eval' || called === 'exec' ? called : undefined;
}

/** What else runs a text as Python, or makes code of it: `frame.query(text)`, `sympify(text)`, `compile(text, "<rule>", "exec")`. */
export function evaluatedText(call: Call, model: SemanticModel): Expression | undefined {
  const [text] = call.args;
  const name = model.types.calleeName(call.func) ?? '';
  if (EVALUATING.test(name) || isQueryOfFrame(call, model)) return text ?? callKeyword(call, 'expr')?.value;
  const isTree = call.args.length > 3 || callKeyword(call, 'flags') !== undefined;
  // What is compiled and dropped is only asked whether it is Python.
  return name === 'builtins.compile' && !isTree && call.parent?.kind !== 'Expr' ? text : undefined;
}

const EVALUATING =
  /^(?:pandas\.(?:\w+\.)*(?:DataFrame\.(?:query|eval)|eval)|sympy\.(?:\w+\.)*(?:sympify|parse_expr)|timeit\.(?:timeit|repeat)|code\.Interactive(?:Interpreter|Console)\.(?:runsource|runcode|push))$/;

/** By the keywords that only pandas has, or a frame by its name where the file imports pandas. */
function isQueryOfFrame({ func, keywords }: Call, { names }: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || (func.attr !== 'query' && func.attr !== 'eval')) return false;
  if (keywords.some(({ arg }) => arg === 'engine' || arg === 'parser' || arg === 'local_dict')) return true;
  const isFrame = /(?:^|_)(?:df|frame|dataframe)\d?$/i.test(lastName(func.value) ?? '');
  return isFrame && names.qualifiedNameAt('pd.DataFrame', func) === 'pandas.DataFrame';
}

/** `if text in ("True", "False"): eval(text)`. */
export function isChosen(text: Expression, ctx: SemanticModel): boolean {
  const binding = text.kind === 'Name' ? ctx.names.resolve(text) : undefined;
  return (
    binding?.references.some(({ parent }) => {
      if (parent?.kind !== 'Compare' || parent.left.kind !== 'Name' || parent.left.id !== binding.name) return false;
      const [right] = parent.comparators;
      return parent.ops[0] === 'In' && right !== undefined && ctx.values.possible(right) !== undefined;
    }) === true
  );
}

/** What runs there sees names of the caller's. */
export function isNamespaceGiven(call: Call, ctx: SemanticModel): boolean {
  const namespaces = [...call.args.slice(1), ...call.keywords.map(({ value }) => value)];
  return namespaces.some((namespace) =>
    ctx.flow.sources(namespace).some(({ kind, leaf }) => {
      if (kind === 'parameter' || leaf.kind === 'Attribute') return true;
      return leaf.kind === 'Call' && ctx.names.qualifiedName(leaf.func) === 'builtins.vars';
    }),
  );
}
