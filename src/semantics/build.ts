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

/** The semantic model of one file. `path` is relative to the scanned root, with `/`. Parts are built when first asked for. */
export function buildSemanticModel(path: string, source: ParsedModule): SemanticModel {
  return new LazyModel(path, source);
}

class LazyModel implements SemanticModel {
  #names: Names | undefined;
  #values: Values | undefined;
  #types: ObjectTypes | undefined;
  #state: State | undefined;
  #context: Contexts | undefined;
  #flow: Flow | undefined;
  #handlers: Handlers | undefined;
  #effects: Effects | undefined;
  #retries: Retries | undefined;

  constructor(
    readonly path: string,
    readonly source: ParsedModule,
  ) {}

  get names(): Names {
    this.#names ??= createNames(this);
    return this.#names;
  }
  get values(): Values {
    this.#values ??= createValues(this);
    return this.#values;
  }
  get types(): ObjectTypes {
    this.#types ??= createObjectTypes(this);
    return this.#types;
  }
  get state(): State {
    this.#state ??= createState(this);
    return this.#state;
  }
  get context(): Contexts {
    this.#context ??= createContexts(this);
    return this.#context;
  }
  get flow(): Flow {
    this.#flow ??= createFlow(this);
    return this.#flow;
  }
  get handlers(): Handlers {
    this.#handlers ??= createHandlers(this);
    return this.#handlers;
  }
  get effects(): Effects {
    this.#effects ??= createEffects(this);
    return this.#effects;
  }
  get retries(): Retries {
    this.#retries ??= createRetries(this);
    return this.#retries;
  }
}
