import type { SemanticModel } from '../model.ts';
import type { Names } from '../names.ts';

export function createNames(model: SemanticModel): Names {
  throw new Error(`semantics/names is not built yet (${model.path})`);
}
