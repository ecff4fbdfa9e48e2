import type { Name } from '../../ast/index.ts';
import { firstIndex } from '../../collections/index.ts';
import type { Boundness } from '../flow.ts';
import { limitsMetIn } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';
import { BindingInterpreter } from './binding-interpreter.ts';
import type { BlockExits } from './exits.ts';
import { BOUNDNESS, bindsValue, DefinitionsHeld } from './holdings.ts';

/**
 * How many definitions may reach the reads of one name, all reads added up, beyond some for each: some hundreds of branches that bind
 * a name, with a read in each. Behind thousands of them every read may see every definition, and all who ask take the square.
 */
const MOST_TOGETHER = 100_000;
const SOME = 50;
/** Of a name that has more, so many reads are told of a definition: those behind it. */
const MAX_READS = 100;
const EITHER = 3;

/** Which definitions of one name reach which of its reads. */
export class BindingFlow {
  readonly #all: readonly Definition[];
  readonly #isBoundElsewhere: boolean;
  #byRead: ReadonlyMap<Name, readonly Definition[]> | 'too deep' | 'too many' | undefined;
  #reads: ReadonlyMap<Definition, readonly Name[]> | undefined;
  #boundness: ReadonlyMap<Name, number> | undefined;
  #isFollowed = false;

  constructor(
    private readonly binding: Binding,
    private readonly model: SemanticModel,
    private readonly exits: BlockExits,
  ) {
    this.#all = binding.definitions.filter(bindsValue);
    this.#isBoundElsewhere = this.#all.some(({ remote }) => remote);
  }

  /** Also asked for the target of `x += 1`, which is read before it is bound. None where there are too many to tell. */
  reaching(name: Name): readonly Definition[] {
    // A name with one definition has nothing to tell apart.
    if (this.#all.length < 2) return this.#all;
    this.#byRead ??= this.#definitionsByRead();
    if (this.#byRead === 'too many') return [];
    return this.#byRead === 'too deep' ? this.#all : (this.#byRead.get(name) ?? this.#all);
  }

  #definitionsByRead(): ReadonlyMap<Name, readonly Definition[]> | 'too deep' | 'too many' {
    const { binding, model } = this;
    const most = MOST_TOGETHER + SOME * (binding.references.length + this.#all.length);
    const held = new DefinitionsHeld(most);
    const found = new BindingInterpreter(binding, model, this.exits, held).run();
    if (found === undefined) return 'too deep';
    const remote = this.#all.filter((definition) => definition.remote);
    let together = 0;
    for (const { size } of found.values()) together += size + remote.length;
    // Reads that run at another time may see them all.
    together += Math.max(0, binding.references.length - found.size) * this.#all.length;
    if (held.isSpent || together > most) return this.#tooMany();
    const order = new Map(this.#all.map((definition, i) => [definition, i]));
    const inOrder = new Map<ReadonlySet<Definition>, readonly Definition[]>();
    const byRead = new Map<Name, readonly Definition[]>();
    for (const [name, reaching] of found) {
      const known = inOrder.get(reaching) ?? sorted([...reaching, ...remote], order);
      inOrder.set(reaching, known);
      byRead.set(name, known);
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
    if (!this.#isFollowed) this.#boundness = this.#followBoundness();
    this.#isFollowed = true;
    const state = this.#boundness?.get(name);
    // What other scopes bind may be bound at any time.
    if (state === undefined || state === BOUNDNESS.none || this.#isBoundElsewhere) return undefined;
    if ((state & BOUNDNESS.unbound) === 0) return 'bound';
    return state === BOUNDNESS.unbound ? 'unbound' : 'either';
  }

  /**
   * What stands behind a read of the unbound name never runs: where a loop leaves it open whether an earlier round bound the name,
   * only what control comes to is counted, until nothing is added.
   */
  #followBoundness(): ReadonlyMap<Name, number> | undefined {
    const { binding, model, exits } = this;
    const all = new BindingInterpreter(binding, model, exits, BOUNDNESS).run();
    if (all === undefined || ![...all.values()].includes(EITHER)) return all;
    const live = new Set<Definition>();
    let found = all;
    for (let known = -1; live.size > known; ) {
      known = live.size;
      found = new BindingInterpreter(binding, model, exits, BOUNDNESS, live).run() ?? all;
    }
    return new Map([...all].map(([name, state]) => [name, found.get(name) === BOUNDNESS.unbound ? 1 : state]));
  }

  /** Reads that a definition may reach, targets of augmented assignments among them. */
  readsOf(definition: Definition): readonly Name[] {
    if (this.#reads === undefined && this.#all.length >= 2) this.#byRead ??= this.#definitionsByRead();
    if (this.#byRead === 'too many') return this.#readsBehind(definition);
    this.#reads ??= this.#readsByDefinition();
    return this.#reads.get(definition) ?? [];
  }

  #readsBehind({ node }: Definition): readonly Name[] {
    const { references } = this.binding;
    const next = firstIndex(references, ({ start }) => start >= node.start);
    return references.slice(next < references.length ? next : 0).slice(0, MAX_READS);
  }

  #readsByDefinition(): ReadonlyMap<Definition, readonly Name[]> {
    const reads = new Map<Definition, Name[]>();
    const augmented = this.#all.flatMap(({ kind, node }) =>
      kind === 'augmented' && node.kind === 'Name' ? [node] : [],
    );
    for (const name of [...this.binding.references, ...augmented]) {
      for (const definition of this.reaching(name)) {
        const known = reads.get(definition);
        if (known === undefined) reads.set(definition, [name]);
        else known.push(name);
      }
    }
    return reads;
  }
}

const sorted = (reaching: readonly Definition[], order: ReadonlyMap<Definition, number>): readonly Definition[] =>
  reaching.filter((each) => order.has(each)).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
