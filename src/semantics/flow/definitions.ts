import type { Def, Module, Name, Node } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { ControlFlowGraph } from '../../flow/index.ts';
import type { Boundness } from '../flow.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition, Scope } from '../names.ts';
import { isBoundBefore, isInItsHandler } from './bound-before.ts';
import { ReachingDefinitions } from './reaching-definitions.ts';

const NONE: readonly never[] = [];

/** Definitions and reads of one file, connected; one name at a time, when first asked. */
export class Definitions {
  readonly #flows = new Map<Binding, ReachingDefinitions>();
  #bindings: ReadonlyMap<Definition, Binding> | undefined;

  constructor(
    private readonly model: SemanticModel,
    private readonly graphOf: (scope: Module | Def) => ControlFlowGraph,
  ) {}

  reaching(name: Name): readonly Definition[] {
    const binding = this.model.names.resolve(name);
    return binding === undefined ? NONE : this.#flowOf(binding).reaching(name);
  }

  boundness(name: Name): Boundness | undefined {
    const binding = this.model.names.resolve(name);
    if (binding === undefined) return undefined;
    // Most names: following each through its function is dear.
    if (isBoundBefore(name, binding)) return 'bound';
    if (this.model.names.scopeAt(name) === binding.scope && isInItsHandler(name, binding)) return 'bound';
    return this.#flowOf(binding).boundness(name);
  }

  readsOf(definition: Definition): readonly Name[] {
    this.#bindings ??= bindingsBelow(this.model.names.moduleScope);
    const binding = this.#bindings.get(definition);
    return binding === undefined ? NONE : this.#flowOf(binding).readsOf(definition);
  }

  /** The definition that a stored name makes. */
  madeBy(target: Name): Definition | undefined {
    const binding = this.model.names.resolve(target);
    return binding === undefined ? undefined : definitionsByNode(binding).get(target);
  }

  #flowOf(binding: Binding): ReachingDefinitions {
    let flow = this.#flows.get(binding);
    if (flow === undefined) {
      flow = new ReachingDefinitions(binding, this.model, this.graphOf);
      this.#flows.set(binding, flow);
    }
    return flow;
  }
}

/** The first at each node. */
const definitionsByNode = memoize(
  ({ definitions }: Binding): ReadonlyMap<Node, Definition> =>
    new Map(definitions.toReversed().map((definition) => [definition.node, definition])),
);

function bindingsBelow(scope: Scope): ReadonlyMap<Definition, Binding> {
  const bindings = new Map<Definition, Binding>();
  const pending = [scope];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const binding of current.bindings.values()) {
      for (const definition of binding.definitions) bindings.set(definition, binding);
    }
    for (const child of current.children) pending.push(child);
  }
  return bindings;
}
