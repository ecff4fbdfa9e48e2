/** The module object of the file itself. */
import type { Expression } from '#ast';
import type { SemanticModel } from '#semantics';

/** Whether an expression is the module object of this file: `sys.modules[__name__]`, or a name bound once to that. */
export function isOwnModule(expression: Expression, model: SemanticModel): boolean {
  if (expression.kind !== 'Name') return isLookedUpByName(expression, model);
  const [only, other] = model.names.resolve(expression)?.definitions ?? [];
  return only?.value !== undefined && other === undefined && isLookedUpByName(only.value, model);
}

function isLookedUpByName(value: Expression, { names }: SemanticModel): boolean {
  if (value.kind === 'Subscript') return names.qualifiedName(value.value) === 'sys.modules' && isOwnName(value.slice);
  if (value.kind !== 'Call') return false;
  return names.qualifiedName(value.func) === 'importlib.import_module' && isOwnName(value.args[0]);
}

const isOwnName = (name: Expression | undefined): boolean => name?.kind === 'Name' && name.id === '__name__';
