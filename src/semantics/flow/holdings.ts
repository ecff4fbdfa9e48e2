/** What a name may hold at a point of its scope, told as finely as somebody asks. */
import type { Definition } from '../names.ts';

/** A way to tell what a name may hold, and how it changes. */
export interface Holdings<State> {
  /** On no path. */
  readonly none: State;
  /** Nothing was bound yet, or what was is gone. */
  readonly unbound: State;
  of(definitions: ReadonlySet<Definition>): State;
  bind(state: State, definition: Definition, isCertain: boolean): State;
  join(states: readonly State[]): State;
  /** Behind a read that runs in any case. */
  afterRead(state: State): State;
}

/** `del x` and a bare `x: int` bind nothing. */
export function bindsValue(definition: Definition): boolean {
  return definition.kind !== 'delete' && (definition.kind !== 'annotation' || definition.value !== undefined);
}

/** Whether a name may hold nothing, something, or either: two bits. */
export const BOUNDNESS: Holdings<number> = {
  none: 0,
  unbound: 1,
  of: ({ size }) => (size === 0 ? 0 : 2),
  bind(state, definition, isCertain) {
    if (definition.kind === 'delete') return isCertain ? 1 : state | 1;
    if (!bindsValue(definition)) return state;
    return isCertain ? 2 : state | 2;
  },
  join: (states) => states.reduce((all, state) => all | state, 0),
  // Python raises an error.
  afterRead: (state) => (state === 1 ? 0 : state),
};

const NOTHING: ReadonlySet<Definition> = new Set();

/**
 * Which definitions a name may hold: as many as there are, at each of its reads. What is added up costs the square of them where
 * thousands of branches bind one name, so that it ends when `budget` definitions have been added to others.
 */
export class DefinitionsHeld implements Holdings<ReadonlySet<Definition>> {
  readonly none = NOTHING;
  readonly unbound = NOTHING;

  constructor(private budget: number) {}

  /** What was told since is too little. */
  get isSpent(): boolean {
    return this.budget < 0;
  }

  of(definitions: ReadonlySet<Definition>): ReadonlySet<Definition> {
    return definitions;
  }

  bind(state: ReadonlySet<Definition>, definition: Definition, isCertain: boolean): ReadonlySet<Definition> {
    if (definition.kind === 'delete') return isCertain ? NOTHING : state;
    if (!bindsValue(definition)) return state;
    const bound = new Set([definition]);
    return isCertain ? bound : this.join([state, bound]);
  }

  join(states: readonly ReadonlySet<Definition>[]): ReadonlySet<Definition> {
    const [first = NOTHING, ...others] = states.filter(({ size }) => size > 0);
    if (others.length === 0 || this.isSpent) return first;
    const all = new Set(first);
    for (const state of others) for (const definition of state) all.add(definition);
    this.budget -= [first, ...others].reduce((sum, { size }) => sum + size, 0);
    return all;
  }

  afterRead(state: ReadonlySet<Definition>): ReadonlySet<Definition> {
    return state;
  }
}
