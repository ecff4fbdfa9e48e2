import type { SemanticModel } from '../model.ts';
import type { Effects } from '../effects.ts';

export function createEffects(model: SemanticModel): Effects {
  throw new Error(`semantics/effects is not built yet (${model.path})`);
}
