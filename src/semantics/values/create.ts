import type { SemanticModel } from '../model.ts';
import type { Values } from '../values.ts';

export function createValues(model: SemanticModel): Values {
  throw new Error(`semantics/values is not built yet (${model.path})`);
}
