import type { SemanticModel } from '../model.ts';
import type { StateLife } from '../state.ts';

/** How messages call what a module, or the application that it makes, keeps for all. */
export const sharedName = (life: StateLife, { state }: SemanticModel): string =>
  state.ofApplication().get(life.name) === life ? `app.state.${life.name}` : life.name;
