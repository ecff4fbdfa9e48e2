import type { ParsedModule } from '../ast/index.ts';
import { createContexts } from './context/create.ts';
import type { Contexts } from './context.ts';
import { createEffects } from './effects/create.ts';
import type { Effects } from './effects.ts';
import { createFlow } from './flow/create.ts';
import type { Flow } from './flow.ts';
import { createHandlers } from './handlers/create.ts';
import type { Handlers } from './handlers.ts';
import type { SemanticModel } from './model.ts';
import { createNames } from './names/create.ts';
import type { Names } from './names.ts';
import { createRetries } from './retries/create.ts';
import type { Retries } from './retries.ts';
import { createState } from './state/create.ts';
import type { State } from './state.ts';
import { createObjectTypes } from './types/create.ts';
import type { ObjectTypes } from './types.ts';
import { createValues } from './values/create.ts';
import type { Values } from './values.ts';

/** The semantic model of one file. `path` is relative to the scanned root, with `/`; `isReached` where
 * production code imports or starts the file, whatever that says. Parts are built when first asked for. */
export function buildSemanticModel(path: string, source: ParsedModule, isReached = false): SemanticModel {
  return new LazyModel(path, source, isReached);
}

/**
 * Each part is a plain property from the first question on: rules ask millions of times, and a getter would be a call for each
 * of them. Not to be listed, as a getter is not.
 */
function kept<Part extends keyof SemanticModel>(
  model: SemanticModel,
  part: Part,
  value: SemanticModel[Part],
): SemanticModel[Part] {
  Object.defineProperty(model, part, { value });
  return value;
}

class LazyModel implements SemanticModel {
  constructor(
    readonly path: string,
    readonly source: ParsedModule,
    readonly isReached: boolean,
  ) {}

  get names(): Names {
    return kept(this, 'names', createNames(this));
  }
  get values(): Values {
    return kept(this, 'values', createValues(this));
  }
  get types(): ObjectTypes {
    return kept(this, 'types', createObjectTypes(this));
  }
  get state(): State {
    return kept(this, 'state', createState(this));
  }
  get context(): Contexts {
    return kept(this, 'context', createContexts(this, this.isReached));
  }
  get flow(): Flow {
    return kept(this, 'flow', createFlow(this));
  }
  get handlers(): Handlers {
    return kept(this, 'handlers', createHandlers(this));
  }
  get effects(): Effects {
    return kept(this, 'effects', createEffects(this));
  }
  get retries(): Retries {
    return kept(this, 'retries', createRetries(this));
  }
}
