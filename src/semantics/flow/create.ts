import type { SemanticModel } from '../model.ts';
import type { Flow } from '../flow.ts';

export function createFlow(model: SemanticModel): Flow {
  throw new Error(`semantics/flow is not built yet (${model.path})`);
}
