import type { SemanticModel } from '../model.ts';
import type { ObjectTypes } from '../types.ts';

export function createObjectTypes(model: SemanticModel): ObjectTypes {
  throw new Error(`semantics/types is not built yet (${model.path})`);
}
