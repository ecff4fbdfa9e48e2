import type { AsyncFunctionDef, Attribute, ClassDef, Expression, FunctionDef, Name, Node } from '../../ast/index.ts';
import { LONGEST_LINEAGE } from '../../knowledge/longest-lineage.ts';
import { FOLLOWED } from '../limits.ts';
import type { Binding, Names, Scope } from '../names.ts';

type MethodDef = FunctionDef | AsyncFunctionDef;

/** The class that `self` or `cls` stands for: an object of it, or itself. */
export interface Receiver {
  readonly classDef: ClassDef;
  readonly isClass: boolean;
}

/** The classes of one file: their names, bases, methods, and the attributes bound through `self` and `cls`. */
export class ClassTable {
  #byName: ReadonlyMap<string, ClassDef> | undefined;
  #stores: ReadonlyMap<ClassDef, ReadonlyMap<string, readonly Attribute[]>> | undefined;
  #depth = 0;
  readonly #receivers = new Map<Binding, Receiver | undefined>();
  readonly #bases = new Map<ClassDef, readonly (string | undefined)[]>();

  constructor(readonly names: Names) {}

  /** The class of this file with a qualified name; of two with one name, the last. */
  classNamed(qualifiedName: string): ClassDef | undefined {
    this.#byName ??= this.#indexClasses();
    return this.#byName.get(qualifiedName);
  }

  nameOf(classDef: ClassDef): string {
    const qualname = this.names.qualnameOf(classDef);
    return this.names.moduleName === '' ? qualname : `${this.names.moduleName}.${qualname}`;
  }

  /** The innermost class around a node, functions passed over. */
  classAround(node: Node): ClassDef | undefined {
    for (let at = node.parent; at !== undefined; at = at.parent) if (at.kind === 'ClassDef') return at;
    return undefined;
  }

  /** The class that a function is directly in: its method's, lambda's or property's owner. */
  ownerOf(fn: Node): ClassDef | undefined {
    let scope: Scope | undefined = this.names.scopeOf(fn)?.parent;
    if (scope?.kind === 'annotation') scope = scope.parent;
    return scope?.node.kind === 'ClassDef' && scope.kind === 'class' ? scope.node : undefined;
  }

  /** The class that a name means as `self` or `cls`: the first parameter of a method, never bound again. */
  receiverOf(name: Name): Receiver | undefined {
    const binding = this.names.resolve(name);
    if (binding === undefined || binding.definitions[0]?.kind !== 'parameter') return undefined;
    const known = this.#receivers.get(binding);
    if (known !== undefined || this.#receivers.has(binding)) return known;
    const receiver = this.#receiver(binding);
    this.#receivers.set(binding, receiver);
    return receiver;
  }

  /** Attributes that the methods of a class bind on `self` or `cls`, by name. */
  storesOf(classDef: ClassDef): ReadonlyMap<string, readonly Attribute[]> {
    this.#stores ??= this.#indexStores();
    return this.#stores.get(classDef) ?? new Map();
  }

  /** What a class body binds under a name. */
  memberOf(classDef: ClassDef, name: string): Binding | undefined {
    return this.names.scopeOf(classDef)?.bindings.get(name);
  }

  methodOf(classDef: ClassDef, name: string): MethodDef | undefined {
    const nodes = this.memberOf(classDef, name)?.definitions.map((definition) => definition.node);
    if (nodes === undefined) return undefined;
    const methods = nodes.filter((node) => node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef');
    // Setters and deleters follow their getter; of overloads the last is the implementation.
    return methods.find(isProperty) ?? methods.at(-1);
  }

  /** The class and those of its bases that are in this file, nearest first. */
  lineage(classDef: ClassDef): readonly ClassDef[] {
    const known = this.basesOf(classDef).flatMap((base) => {
      const found = base === undefined ? undefined : this.classNamed(base);
      return found === undefined ? [] : [found];
    });
    return [classDef, ...known];
  }

  /**
   * Dotted names of all bases, depth first and left to right, of duplicates the last kept: Python's order wherever bases
   * are consistent.
   */
  basesOf(classDef: ClassDef): readonly (string | undefined)[] {
    const known = this.#bases.get(classDef);
    if (known !== undefined) return known;
    // While a class is being answered it has no bases: that ends cycles in broken code.
    this.#bases.set(classDef, []);
    this.#depth++;
    const all = this.#depth > FOLLOWED.bases ? [] : classDef.bases.flatMap((base) => this.#baseAndItsBases(base));
    this.#depth--;
    const whole = withLastOfEach(all);
    const bases = whole.length > LONGEST_LINEAGE ? [...whole.slice(0, LONGEST_LINEAGE), undefined] : whole;
    this.#bases.set(classDef, bases);
    return bases;
  }

  derivesFrom(classDef: ClassDef, names: ReadonlySet<string>): boolean {
    if (names.has(this.nameOf(classDef))) return true;
    return this.basesOf(classDef).some((base) => base !== undefined && names.has(base));
  }

  #baseAndItsBases(base: Expression): readonly (string | undefined)[] {
    const named = base.kind === 'Subscript' ? base.value : base;
    const name = this.names.qualifiedName(named);
    const definition = this.names.definitionOf(named);
    return definition?.kind === 'ClassDef' ? [name, ...this.basesOf(definition)] : [name];
  }

  #receiver({ definitions }: Binding): Receiver | undefined {
    const definition = definitions[0];
    if (definition?.kind !== 'parameter' || definitions.length > 1) return undefined;
    const fn = definition.statement;
    if (fn.kind !== 'FunctionDef' && fn.kind !== 'AsyncFunctionDef') return undefined;
    const first = fn.args.posonlyargs[0] ?? fn.args.args[0];
    if (first !== definition.node) return undefined;
    const classDef = this.ownerOf(fn);
    if (classDef === undefined || this.#isDecoratedWith(fn, 'builtins.staticmethod')) return undefined;
    const isClass = fn.name === '__new__' || fn.name === '__init_subclass__' || fn.name === '__class_getitem__';
    return { classDef, isClass: isClass || this.#isDecoratedWith(fn, 'builtins.classmethod') };
  }

  #isDecoratedWith(fn: MethodDef, name: string): boolean {
    return fn.decorator_list.some((decorator) => this.names.qualifiedName(decorator) === name);
  }

  #indexClasses(): ReadonlyMap<string, ClassDef> {
    const classes: ClassDef[] = [];
    const pending: Scope[] = [this.names.moduleScope];
    for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
      if (scope.kind === 'class' && scope.node.kind === 'ClassDef') classes.push(scope.node);
      for (const child of scope.children) pending.push(child);
    }
    classes.sort((a, b) => a.start - b.start);
    return new Map(classes.map((classDef) => [this.nameOf(classDef), classDef]));
  }

  #indexStores(): ReadonlyMap<ClassDef, ReadonlyMap<string, readonly Attribute[]>> {
    const stores = new Map<ClassDef, Map<string, Attribute[]>>();
    for (const attribute of this.names.attributeStores) {
      const receiver = attribute.value.kind === 'Name' ? this.receiverOf(attribute.value) : undefined;
      if (receiver === undefined) continue;
      const attributes = getOrAdd(stores, receiver.classDef, () => new Map<string, Attribute[]>());
      getOrAdd(attributes, attribute.attr, () => []).push(attribute);
    }
    return stores;
  }
}

/** Whether reading a method's name gives its result, not the method. */
export function isProperty(fn: MethodDef): boolean {
  return fn.decorator_list.some((decorator) => PROPERTY_NAMES.has(lastSegment(decorator)));
}

const PROPERTY_NAMES: ReadonlySet<string> = new Set([
  'property',
  'cached_property',
  'abstractproperty',
  'hybrid_property',
]);

function withLastOfEach(bases: readonly (string | undefined)[]): (string | undefined)[] {
  const last = new Map(bases.map((base, index) => [base, index]));
  return bases.filter((base, index) => base === undefined || last.get(base) === index);
}

function lastSegment(decorator: Expression): string {
  if (decorator.kind === 'Name') return decorator.id;
  return decorator.kind === 'Attribute' ? decorator.attr : '';
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
