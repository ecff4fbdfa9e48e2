import { type Expression, type Name, type Node, walk } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';

const MUTATORS = new Set([
  'add',
  'append',
  'clear',
  'difference_update',
  'discard',
  'extend',
  'insert',
  'intersection_update',
  'pop',
  'popitem',
  'remove',
  'reverse',
  'setdefault',
  'sort',
  'symmetric_difference_update',
  'update',
]);

const MUTATING_FUNCTIONS = new Set([
  'bisect.insort',
  'bisect.insort_left',
  'bisect.insort_right',
  'heapq.heapify',
  'heapq.heappop',
  'heapq.heappush',
  'heapq.heappushpop',
  'heapq.heapreplace',
  'random.shuffle',
]);

/**
 * Where this file changes what a name or attribute holds without binding it. Passing a collection to a call is taken to
 * leave it alone, except for functions known to change their argument.
 */
export class Mutations {
  readonly #ofBindings = new Map<Binding, boolean>();
  #storedAttributes: ReadonlySet<string> | undefined;
  #mutatedAttributes: ReadonlySet<string> | undefined;

  constructor(private readonly model: SemanticModel) {}

  /** Whether the collection bound to a name is changed in place through it, or through a plain alias of it. */
  isMutated(binding: Binding): boolean {
    const known = this.#ofBindings.get(binding);
    if (known !== undefined) return known;
    this.#ofBindings.set(binding, false);
    const answer = binding.references.some((name) => this.#isMutatedThrough(name));
    this.#ofBindings.set(binding, answer);
    return answer;
  }

  /** Whether the file assigns an attribute of this name on any object. */
  isAttributeStored(attribute: string): boolean {
    this.#storedAttributes ??= new Set(this.model.names.attributeStores.map((store) => store.attr));
    return this.#storedAttributes.has(attribute);
  }

  /** Whether the file changes in place what an attribute of this name holds, on any object. */
  isAttributeMutated(attribute: string): boolean {
    this.#mutatedAttributes ??= this.#findMutatedAttributes();
    return this.#mutatedAttributes.has(attribute);
  }

  #isMutatedThrough(name: Name): boolean {
    if (this.#isChangedInPlace(name)) return true;
    const { parent } = name;
    if (parent?.kind !== 'Assign' || parent.value !== name) return false;
    return parent.targets.some((target) => {
      const alias = target.kind === 'Name' ? this.model.names.resolve(target) : undefined;
      return alias !== undefined && this.isMutated(alias);
    });
  }

  #isChangedInPlace(expression: Expression): boolean {
    let at: Node = expression;
    for (let parent = at.parent; parent !== undefined; parent = at.parent) {
      if (parent.kind === 'Subscript' && parent.value === at) {
        if (parent.ctx !== 'Load') return true;
        at = parent;
        continue;
      }
      if (parent.kind === 'Attribute') {
        return MUTATORS.has(parent.attr) && parent.parent?.kind === 'Call' && parent.parent.func === parent;
      }
      if (parent.kind === 'AugAssign') return parent.target === at;
      return parent.kind === 'Call' && parent.args[0] === at && this.#changesItsArgument(parent.func);
    }
    return false;
  }

  #changesItsArgument(func: Expression): boolean {
    const name = this.model.names.qualifiedName(func);
    return name !== undefined && MUTATING_FUNCTIONS.has(name);
  }

  #findMutatedAttributes(): ReadonlySet<string> {
    const mutated = new Set<string>();
    walk(this.model.source.module, (node) => {
      if (node.kind === 'Attribute' && (node.ctx === 'Del' || this.#isChangedInPlace(node))) mutated.add(node.attr);
    });
    return mutated;
  }
}
