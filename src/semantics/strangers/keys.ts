/** Which keys a mapping has that strangers fill: those that they like, or those that the program names. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** `body.model_dump()` has the fields of its class, `{"name": text}` the key that is written, and a text has none. */
export function hasOwnKeys(path: readonly Expression[], leaf: Expression, model: SemanticModel): boolean {
  const isDict = path.some(
    (each, index) =>
      each.kind === 'Dict' && each.values.some((value, at) => value === path[index + 1] && each.keys[at] !== undefined),
  );
  if (isDict || leaf.kind !== 'Name') return isDict;
  const type = model.names.parameterOf(leaf)?.annotation && model.types.classOf(leaf);
  return type !== undefined && !MAPPINGS.test(type) && !/^(?:fastapi|starlette)\./.test(type);
}

const MAPPINGS = /^(?:builtins\.(?:dict|object)|(?:typing|collections\.abc)\.\w*(?:Mapping|Dict|Any))$/;
