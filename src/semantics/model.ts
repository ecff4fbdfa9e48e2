import type { ParsedModule } from '../ast/index.ts';
import type { Contexts } from './context.ts';
import type { Effects } from './effects.ts';
import type { Flow } from './flow.ts';
import type { Handlers } from './handlers.ts';
import type { Names } from './names.ts';
import type { Retries } from './retries.ts';
import type { State } from './state.ts';
import type { ObjectTypes } from './types.ts';
import type { Values } from './values.ts';

/** Everything rules may ask about one Python file. Each part is computed when first asked for. */
export interface SemanticModel {
  readonly path: string;
  readonly source: ParsedModule;
  readonly names: Names;
  readonly values: Values;
  readonly types: ObjectTypes;
  readonly state: State;
  readonly context: Contexts;
  readonly flow: Flow;
  readonly handlers: Handlers;
  readonly effects: Effects;
  readonly retries: Retries;
}
