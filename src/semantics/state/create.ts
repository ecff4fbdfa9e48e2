import type { SemanticModel } from '../model.ts';
import type { State } from '../state.ts';

export function createState(model: SemanticModel): State {
  throw new Error(`semantics/state is not built yet (${model.path})`);
}
