/** Which texts a program only puts into its own environment, or into that of a program it starts. */
import { ancestors, blockAround, type Constant, type Expression } from '#ast';
import type { SemanticModel } from '#semantics';

/**
 * `os.environ.setdefault("SECRET_KEY", "…")`, as a command does before it imports what asks for the variable, and
 * `{**os.environ, "SECRET_KEY": "…"}`: anyone who serves others has the variable from elsewhere.
 */
export function isSetForItself(literal: Constant, model: SemanticModel): boolean {
  for (const around of ancestors(literal)) {
    if (around.kind === 'Dict' && around.keys.some((key, at) => key === undefined && isOwn(around.values[at], model)))
      return true;
    if (around.kind === 'Call') {
      if (around.func.kind === 'Attribute' && around.func.attr === 'setdefault' && isOwn(around.func.value, model))
        return true;
      // `dict(os.environ, SECRET_KEY="…")`
      if (isCopy(around, model)) return true;
    }
    if (around.kind === 'Assign')
      return around.targets.some((target) => target.kind === 'Subscript' && isOwn(target.value, model));
    if (blockAround(around).length > 0) return false;
  }
  return false;
}

/** The environment, or a copy of it that is filled for a program. */
function isOwn(place: Expression | undefined, model: SemanticModel): boolean {
  if (place === undefined) return false;
  return model.flow.origins(place).some((origin) => isEnvironment(origin, model) || isCopy(origin, model));
}

const isEnvironment = (place: Expression, { names }: SemanticModel): boolean =>
  names.qualifiedName(place) === 'os.environ';

function isCopy(made: Expression, model: SemanticModel): boolean {
  if (made.kind !== 'Call') return false;
  const { func, args } = made;
  if (func.kind === 'Attribute' && func.attr === 'copy') return isEnvironment(func.value, model);
  return func.kind === 'Name' && func.id === 'dict' && args[0] !== undefined && isEnvironment(args[0], model);
}
