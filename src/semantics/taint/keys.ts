/** Which keys a mapping of untrusted input has: any, or those that the program names. */
import { decoratorsOf, type Expression, holds, lastName, type Node } from '../../ast/index.ts';
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

/** `@validate_schema(NoteSchema)` before the function that reads the request: by its name it may refuse other keys than those of its class. */
export function hasSchemaBefore(leaf: Expression, { context }: SemanticModel): boolean {
  const fn = context.defAround(leaf);
  return fn !== undefined && decoratorsOf(fn).some(({ node }) => node.kind === 'Call' && holds(node, isSchema));
}

const isSchema = (node: Node): boolean =>
  (node.kind === 'Name' || node.kind === 'Attribute') && /^[A-Z]\w*Schema$/.test(lastName(node) ?? '');
