import { type ClassDef, type Expression, identifiersOf, nodesOf } from '../../ast/index.ts';
import type { ClassTable } from './class-table.ts';

/** `setattr(self, f"_db_{name}", reader)`: a name of which only the ends are written. */
interface ComputedStore {
  readonly begins: string;
  readonly ends: string;
  readonly value: Expression;
}

/**
 * What the methods of a class set on `self` under names that they compute. Of a name without any written part (the keys of
 * `**options`) nothing is reported: it might be any attribute, and is hardly ever one that the class binds itself.
 */
export class ComputedStores {
  #byClass: ReadonlyMap<ClassDef, readonly ComputedStore[]> | undefined;

  constructor(readonly table: ClassTable) {}

  /** The values that may be in an attribute beside those that its name is written for. */
  valuesOf(classDef: ClassDef, attribute: string): readonly Expression[] {
    this.#byClass ??= this.#index();
    const stores = this.#byClass.get(classDef) ?? [];
    return stores
      .filter(({ begins, ends }) => attribute.length >= begins.length + ends.length)
      .filter(({ begins, ends }) => attribute.startsWith(begins) && attribute.endsWith(ends))
      .map(({ value }) => value);
  }

  /** What a name is bound to that holds the attribute's name, and what a function gives back that gives back its argument. */
  #spelt(name: Expression): Expression {
    const { names } = this.table;
    if (name.kind === 'Name') {
      const [only, other] = names.resolve(name)?.definitions ?? [];
      return only?.kind === 'assignment' && only.value !== undefined && other === undefined ? only.value : name;
    }
    const given = name.kind === 'Call' && name.keywords.length === 0 ? name.args : [];
    const fn = name.kind === 'Call' ? names.definitionOf(name.func) : undefined;
    const [returned] = fn?.kind === 'FunctionDef' && fn.decorator_list.length === 0 ? fn.body : [];
    const isSame =
      returned?.kind === 'Return' &&
      returned.value?.kind === 'Name' &&
      fn?.kind === 'FunctionDef' &&
      returned.value.id === fn.args.args[0]?.arg;
    return isSame && given.length === 1 ? (given[0] ?? name) : name;
  }

  #index(): ReadonlyMap<ClassDef, readonly ComputedStore[]> {
    const found = new Map<ClassDef, ComputedStore[]>();
    const { node } = this.table.names.moduleScope;
    if (node.kind !== 'Module' || !identifiersOf(node).has('setattr')) return found;
    for (const call of nodesOf(node, 'Call')) {
      const [target, name, value] = call.args;
      if (target?.kind !== 'Name' || name === undefined || value === undefined) continue;
      if (this.table.names.qualifiedName(call.func) !== 'builtins.setattr') continue;
      const owner = this.table.receiverOf(target)?.classDef;
      const written = writtenEnds(this.#spelt(name));
      if (owner === undefined || written === undefined) continue;
      const stores = found.get(owner) ?? [];
      found.set(owner, [...stores, { ...written, value }]);
    }
    return found;
  }
}

/** The texts at both ends of a name that is put together; undefined where it is written whole, or not at all. */
function writtenEnds(name: Expression): Pick<ComputedStore, 'begins' | 'ends'> | undefined {
  const parts =
    name.kind === 'JoinedStr' ? name.values : name.kind === 'BinOp' && name.op === 'Add' ? [name.left, name.right] : [];
  const begins = textOf(parts[0]);
  const ends = parts.length > 1 ? textOf(parts.at(-1)) : '';
  return begins + ends === '' ? undefined : { begins, ends };
}

const textOf = (part: Expression | undefined): string =>
  part?.kind === 'Constant' && part.value.kind === 'str' ? part.value.value : '';
