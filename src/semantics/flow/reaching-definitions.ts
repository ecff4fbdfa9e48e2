import type { Def, Module, Name } from '../../ast/index.ts';
import { firstIndex, memoize } from '../../collections/index.ts';
import { type ControlFlowGraph, followName, type NameFlow, type NameValue } from '../../flow/index.ts';
import type { Boundness } from '../flow.ts';
import { limitsMetIn } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';
import { bindsValue, eventsOf, graphScopeOf } from './name-events.ts';

/**
 * How many definitions may reach the reads of one name, all reads added up, beyond some for each: some hundreds of branches that bind
 * a name, with a read in each. Behind thousands of them every read may see every definition, and all who ask take the square.
 */
const MOST_TOGETHER = 100_000;
const SOME = 50;
/** Of a name that has more, so many reads of a definition are listed: those behind it. */
const MOST_READS = 100;

type Value = NameValue<Definition>;

/** Which definitions of one name reach which of its reads. */
export class ReachingDefinitions {
  readonly #all: readonly Definition[];
  readonly #isBoundElsewhere: boolean;
  #byRead: ReadonlyMap<Name, readonly Definition[]> | 'too many' | undefined;
  #reads: ReadonlyMap<Definition, readonly Name[]> | undefined;
  readonly #scope: Module | Def | undefined;
  #stateAt: ((name: Name) => number) | undefined;

  constructor(
    private readonly binding: Binding,
    private readonly model: SemanticModel,
    private readonly graphOf: (scope: Module | Def) => ControlFlowGraph,
  ) {
    this.#all = binding.definitions.filter(bindsValue);
    this.#isBoundElsewhere = this.#all.some(({ remote }) => remote);
    this.#scope = graphScopeOf(binding.scope);
  }

  #follow(scope: Module | Def, marksReads: boolean): NameFlow<Name, Definition> {
    const graph = this.graphOf(scope);
    const { byPoint, initial } = eventsOf(this.binding, graph);
    return followName(graph, byPoint, initial, { marksReads });
  }

  /** Also asked for the target of `x += 1`, which is read before it is bound. None where there are too many to tell apart. */
  reaching(name: Name): readonly Definition[] {
    // A name with one definition has nothing to tell apart.
    if (this.#all.length < 2 || this.#scope === undefined) return this.#all;
    this.#byRead ??= this.#definitionsByRead(this.#follow(this.#scope, false));
    return this.#byRead === 'too many' ? [] : (this.#byRead.get(name) ?? this.#all);
  }

  #definitionsByRead(flow: NameFlow<Name, Definition>): ReadonlyMap<Name, readonly Definition[]> | 'too many' {
    const { references } = this.binding;
    let left = MOST_TOGETHER + SOME * (references.length + this.#all.length);
    const remote = this.#all.filter((definition) => definition.remote);
    const order = new Map(this.#all.map((definition, at) => [definition, at]));
    const inOrder = memoize((value: Value): readonly Definition[] =>
      [...definitionsOf(value), ...remote].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    );
    const byRead = new Map<Name, readonly Definition[]>();
    for (const name of [...references, ...this.#augmented()]) {
      const values = flow.valuesAt(name);
      const [first] = values;
      const reaching =
        first === undefined
          ? this.#all
          : values.length === 1
            ? inOrder(first)
            : inOrder({ kind: 'either', of: values });
      left -= reaching.length;
      if (left < 0) return this.#tooMany();
      byRead.set(name, reaching);
    }
    return byRead;
  }

  #tooMany(): 'too many' {
    const { name, definitions } = this.binding;
    const says = `\`${name}\` is bound ${definitions.length} times in one place: which of them each read of it sees was not followed`;
    const [first] = definitions;
    if (first !== undefined) limitsMetIn(this.model.source).meet('definitions', says, first.node);
    return 'too many';
  }

  /** Whether the name holds something when this read of it runs; undefined where that cannot be followed. */
  boundness(name: Name): Boundness | undefined {
    // What other scopes bind may be bound at any time.
    if (this.#scope === undefined || this.#isBoundElsewhere) return undefined;
    this.#stateAt ??= statesIn(this.#follow(this.#scope, true));
    const state = this.#stateAt(name);
    if (state === NOT_REACHED) return undefined;
    return state === BOUND ? 'bound' : state === UNBOUND ? 'unbound' : 'either';
  }

  /** Reads that a definition may reach, targets of augmented assignments among them. */
  readsOf(definition: Definition): readonly Name[] {
    if (this.#all.length >= 2 && this.#scope !== undefined)
      this.#byRead ??= this.#definitionsByRead(this.#follow(this.#scope, false));
    if (this.#byRead === 'too many') return this.#readsBehind(definition);
    this.#reads ??= this.#readsByDefinition();
    return this.#reads.get(definition) ?? [];
  }

  #readsBehind({ node }: Definition): readonly Name[] {
    const { references } = this.binding;
    const next = firstIndex(references, ({ start }) => start >= node.start);
    return references.slice(next < references.length ? next : 0).slice(0, MOST_READS);
  }

  #readsByDefinition(): ReadonlyMap<Definition, readonly Name[]> {
    const reads = new Map<Definition, Name[]>();
    for (const name of [...this.binding.references, ...this.#augmented()]) {
      for (const definition of this.reaching(name)) {
        const known = reads.get(definition);
        if (known === undefined) reads.set(definition, [name]);
        else known.push(name);
      }
    }
    return reads;
  }

  #augmented(): readonly Name[] {
    return this.#all.flatMap(({ kind, node }) => (kind === 'augmented' && node.kind === 'Name' ? [node] : []));
  }
}

function definitionsOf(value: Value): ReadonlySet<Definition> {
  const definitions = new Set<Definition>();
  const seen = new Set([value]);
  // A set yields what is added to it meanwhile.
  for (const each of seen) {
    if (each.kind === 'bound') definitions.add(each.definition);
    else if (each.kind === 'either') for (const part of each.of) seen.add(part);
    else if (each.kind === 'read') seen.add(each.before);
  }
  return definitions;
}

/** What a value may be, in two bits; neither where no path leads to it. */
const NOT_REACHED = 0;
const UNBOUND = 1;
const BOUND = 2;

/** What is behind a read of the unbound name never runs, but is judged as if that read were fixed. */
function statesIn({ values, valuesAt }: NameFlow<Name, Definition>): (name: Name) => number {
  const users = usersOf(values);
  const [all, live] = [statesOf(users, true), statesOf(users, false)];
  return (name) => {
    const seen = valuesAt(name);
    return stateOf(seen, live) === UNBOUND ? UNBOUND : stateOf(seen, all);
  };
}

const stateOf = (values: readonly Value[], states: ReadonlyMap<Value, number>): number =>
  values.reduce((state, value) => state | (states.get(value) ?? NOT_REACHED), NOT_REACHED);

/** The values that are made of each. */
function usersOf(values: readonly Value[]): ReadonlyMap<Value | undefined, readonly Value[]> {
  const users = new Map<Value | undefined, Value[]>();
  for (const value of values) {
    for (const each of value.kind === 'either' ? value.of : [value.before]) {
      const known = users.get(each);
      if (known === undefined) users.set(each, [value]);
      else known.push(value);
    }
  }
  return users;
}

/** Rises from nothing; what a value gains goes on to its users. `passesReads`: whether control comes past a read of the unbound name. */
function statesOf(
  users: ReadonlyMap<Value | undefined, readonly Value[]>,
  passesReads: boolean,
): ReadonlyMap<Value, number> {
  const states = new Map<Value, number>();
  const pending: Value[] = [];
  const rise = (made: readonly Value[], of: number): void => {
    for (const value of made) {
      const known = states.get(value) ?? NOT_REACHED;
      const state = known | stateBehind(value, of, passesReads);
      if (state === known) continue;
      states.set(value, state);
      pending.push(value);
    }
  };
  rise(users.get(undefined) ?? [], UNBOUND);
  for (let value = pending.pop(); value !== undefined; value = pending.pop())
    rise(users.get(value) ?? [], states.get(value) ?? NOT_REACHED);
  return states;
}

function stateBehind({ kind }: Value, before: number, passesReads: boolean): number {
  if (kind === 'bound') return BOUND;
  if (kind === 'unbound') return UNBOUND;
  return kind === 'read' && before === UNBOUND && !passesReads ? NOT_REACHED : before;
}
