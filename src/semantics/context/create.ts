import type { SemanticModel } from '../model.ts';
import type { Contexts } from '../context.ts';

export function createContexts(model: SemanticModel): Contexts {
  throw new Error(`semantics/context is not built yet (${model.path})`);
}
