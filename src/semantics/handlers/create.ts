import type { SemanticModel } from '../model.ts';
import type { Handlers } from '../handlers.ts';

export function createHandlers(model: SemanticModel): Handlers {
  throw new Error(`semantics/handlers is not built yet (${model.path})`);
}
