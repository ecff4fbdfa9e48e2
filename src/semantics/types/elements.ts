import {
  type AnnAssign,
  type Attribute,
  type Call,
  type Expression,
  lastName,
  type Module,
  type Name,
  type Node,
  nodesOf,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { ELEMENTS_OF_CALL, ELEMENTS_OF_CLASS } from '../../knowledge/iterated-results.ts';
import type { Definition, Names } from '../names.ts';
import { defaultdictIn } from '../state/container.ts';
import type { Annotations } from './annotations.ts';
import type { CallResults } from './call-results.ts';
import type { ClassTable } from './class-table.ts';
import { NONE, type ObjectClass, unite } from './object-class.ts';
import type { RowClasses } from './row-classes.ts';

/** What elements need to know of the expressions around them. */
interface Classes {
  readonly annotations: Annotations;
  classOf(expression: Expression): ObjectClass;
}

/** The class of what a container holds, where an annotation says it (`orders: list[Order]`, `def find() -> dict[str, Order]`), or what it is made of. */
export class Elements {
  constructor(
    readonly names: Names,
    readonly table: ClassTable,
    readonly calls: CallResults,
    readonly classes: Classes,
    readonly rows: RowClasses,
  ) {}

  /** Of the name of a loop itself, or the second of two names where the loop goes over `….items()` or `enumerate(…)`. */
  classOfTarget({ node, partOf }: Definition): ObjectClass {
    if (partOf === undefined) return undefined;
    if (isTarget(node)) return this.#iterated(partOf);
    const { parent } = node;
    const isSecond =
      parent?.kind === 'Tuple' && isTarget(parent) && parent.elts.length === 2 && parent.elts[1] === node;
    return isSecond && partOf.kind === 'Call' ? this.#second(partOf) : undefined;
  }

  /** `for name, order in orders.items()`, `for number, order in enumerate(orders)`. */
  #second({ func, args: [first] }: Call): ObjectClass {
    if (func.kind === 'Attribute' && func.attr === 'items' && first === undefined) return this.#valueOf(func.value);
    const isCounting = func.kind === 'Name' && this.names.qualifiedName(func) === 'builtins.enumerate';
    return isCounting && first !== undefined ? this.#iterated(first) : undefined;
  }

  /** Of a mapping. */
  #valueOf(container: Expression): ObjectClass {
    const held = this.#contained(container);
    if (held !== undefined) return MAPPINGS.test(held.name) ? this.#classAt(held.parts[1]) : undefined;
    const shown = this.#shown(container);
    if (shown?.kind === 'DictComp') return this.#classOfAll([shown.value]);
    return shown?.kind === 'Dict' && shown.keys.every((key) => key !== undefined)
      ? this.#classOfAll(shown.values)
      : undefined;
  }

  /** Of what shows its elements where it is made, and is bound once. */
  #classOfAll(elements: readonly Expression[]): ObjectClass {
    if (elements.length === 0 || elements.length > MAX_ELEMENTS) return undefined;
    const all = unite(elements.map((each) => this.classes.classOf(each)));
    return all === undefined || all === NONE || all.startsWith('builtins.') ? undefined : all;
  }

  #shown(container: Expression): Expression | undefined {
    if (isGrown(container)) return undefined;
    switch (container.kind) {
      case 'Name': {
        const [only, other] = this.names.resolve(container)?.definitions ?? [];
        return only?.kind === 'assignment' && other === undefined && only.partOf === undefined ? only.value : undefined;
      }
      case 'Attribute': {
        const owner = this.classes.classOf(container.value);
        const own = owner === undefined || owner === NONE ? undefined : this.table.classNamed(owner);
        const stores = own === undefined ? [] : (this.table.storesOf(own).get(container.attr) ?? []);
        const [only, ...others] = stores.map(({ parent }) => (parent?.kind === 'Assign' ? parent.value : undefined));
        return others.length === 0 ? only : undefined;
      }
      default:
        return container;
    }
  }

  #ofSeries(container: Expression): ObjectClass {
    const shown = this.#shown(container);
    switch (shown?.kind) {
      case 'List':
      case 'Tuple':
      case 'Set':
        return this.#classOfAll(shown.elts);
      case 'ListComp':
      case 'SetComp':
        return this.#classOfAll([shown.elt]);
      default:
        return undefined;
    }
  }

  /** `jobs.get(number)`, `timers.pop(name, None)`, `waiting.popleft()`: what a container gives of what it holds. */
  classOfTaken({ func, args }: Call): ObjectClass {
    if (func.kind !== 'Attribute' || !TAKING.has(func.attr)) return undefined;
    const held = this.#contained(func.value);
    if (held === undefined) return undefined;
    if (MAPPINGS.test(held.name)) return args.length > 0 ? this.#classAt(held.parts[1]) : undefined;
    return LISTS.test(held.name) && func.attr.startsWith('pop') ? this.#classAt(held.parts[0]) : undefined;
  }

  /** `orders[0]`, `by_name["first"]`. */
  classOfItem(container: Expression, key: Expression): ObjectClass {
    if (key.kind === 'Slice') return undefined;
    const held = this.#contained(container);
    if (held === undefined) return this.#valueOf(container) ?? this.#ofSeries(container) ?? this.rows.eachOf(container);
    return MAPPINGS.test(held.name)
      ? this.#classAt(held.parts[1])
      : LISTS.test(held.name)
        ? this.#classAt(held.parts[0])
        : undefined;
  }

  #iterated(iterable: Expression): ObjectClass {
    if (iterable.kind === 'Call') {
      const { func, args } = iterable;
      const [first] = args;
      if (func.kind === 'Name' && first !== undefined && HANDING_ON.has(this.names.qualifiedName(func) ?? ''))
        return this.#iterated(first);
      if (func.kind === 'Attribute' && func.attr === 'values' && args.length === 0) {
        const value = this.#valueOf(func.value);
        if (value !== undefined || this.#contained(func.value) !== undefined) return value;
      }
      const known = ELEMENTS_OF_CALL.get(this.calls.calleeName(func) ?? '');
      if (known !== undefined) return known;
    }
    const held = this.#contained(iterable);
    if (held === undefined)
      return (
        this.#ofSeries(iterable) ??
        ELEMENTS_OF_CLASS.get(this.classes.classOf(iterable) ?? '') ??
        this.rows.eachOf(iterable)
      );
    const isTuple = /(?:^|\.)[tT]uple$/.test(held.name) && held.parts[1]?.kind === 'Constant';
    return isTuple || SERIES.test(held.name) || MAPPINGS.test(held.name) ? this.#classAt(held.parts[0]) : undefined;
  }

  #classAt(part: Expression | undefined): ObjectClass {
    const named = part === undefined ? undefined : this.classes.annotations.classNamed(part);
    return named === NONE ? undefined : named;
  }

  #contained(container: Expression): ReturnType<Annotations['contained']> {
    const annotation = this.#annotationOf(container);
    return annotation === undefined ? undefined : this.classes.annotations.contained(annotation);
  }

  #annotationOf(expression: Expression): Expression | undefined {
    switch (expression.kind) {
      case 'Name':
        return this.#ofName(expression);
      case 'Attribute':
        return this.#ofAttribute(expression);
      case 'Call': {
        const fn = this.calls.functionCalled(expression.func);
        return fn?.kind === 'FunctionDef' ? this.calls.saidOf(fn) : undefined;
      }
      case 'Await': {
        const fn = expression.value.kind === 'Call' ? this.calls.functionCalled(expression.value.func) : undefined;
        return fn?.kind === 'AsyncFunctionDef' ? this.calls.saidOf(fn) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Of a name that is bound once: who binds it anew binds something else. */
  #ofName(name: Name): Expression | undefined {
    const [only, other] = this.names.resolve(name)?.definitions ?? [];
    if (only === undefined || other !== undefined) return undefined;
    const { node, statement, kind, value } = only;
    if (statement.kind === 'AnnAssign' && statement.target === node)
      return this.#isGivenOther(name, statement.annotation) ? undefined : this.#believed(statement);
    if (kind === 'assignment' && (value?.kind === 'Call' || value?.kind === 'Await')) return this.#annotationOf(value);
    if (node.kind !== 'arg' || node.parent?.kind !== 'arguments') return undefined;
    return node.parent.vararg === node || node.parent.kwarg === node ? undefined : node.annotation;
  }

  /** `orders: list[Order] = []`, to which dicts are appended: what is put in says more than the annotation. */
  #isGivenOther(name: Name, annotation: Expression): boolean {
    const said = this.#classAt(this.classes.annotations.contained(annotation)?.parts[0]);
    if (said === undefined || said === 'builtins.dict') return false;
    return (
      this.names.resolve(name)?.references.some(({ parent }) => {
        const call = parent?.kind === 'Attribute' && GROWING.has(parent.attr) ? parent.parent : undefined;
        return call?.kind === 'Call' && call.func === parent && call.args.at(-1)?.kind === 'Dict';
      }) === true
    );
  }

  /** `handlers: dict[str, Handler] = defaultdict(list)`: what is made for a missing key says more than the annotation. */
  #believed({ annotation, value }: AnnAssign): Expression | undefined {
    const made = value && defaultdictIn(this.names, value)?.args[0];
    const factory = made && this.names.qualifiedName(made);
    if (factory?.startsWith('builtins.') !== true) return annotation;
    const said = this.#classAt(this.classes.annotations.contained(annotation)?.parts[1]);
    return said === undefined || said === factory ? annotation : undefined;
  }

  #ofAttribute({ value, attr }: Attribute): Expression | undefined {
    const owner = this.classes.classOf(value);
    const own = owner === undefined || owner === NONE ? undefined : this.table.classNamed(owner);
    for (const each of own === undefined ? [] : this.table.lineage(own)) {
      const members = this.table.memberOf(each, attr)?.definitions ?? [];
      const stores = this.table.storesOf(each).get(attr) ?? [];
      if (members.length + stores.length === 0) continue;
      const statements = [...members.map(({ statement }) => statement), ...stores.map(({ parent }) => parent)];
      const [declared] = statements.flatMap((each) => (each?.kind === 'AnnAssign' ? (this.#believed(each) ?? []) : []));
      const [only, ...others] = stores;
      const isGiven = members.length + others.length === 0 && only?.parent?.kind === 'Assign';
      // `self.steps = steps`, where the parameter tells.
      return (
        declared ?? (isGiven && only?.parent?.kind === 'Assign' ? this.#annotationOf(only.parent.value) : undefined)
      );
    }
    return undefined;
  }
}

/** What a loop binds for each of its turns. */
const isTarget = (node: Node): boolean =>
  (node.parent?.kind === 'For' || node.parent?.kind === 'AsyncFor' || node.parent?.kind === 'comprehension') &&
  node.parent.target === node;

/** Something may be put into it later, by its name. */
function isGrown(container: Expression): boolean {
  const name = lastName(container);
  let module: Node = container;
  while (module.parent !== undefined) module = module.parent;
  return name === undefined || module.kind !== 'Module' ? false : grownIn(module).has(name);
}

const grownIn = memoize((module: Module): ReadonlySet<string> => {
  const grown = new Set<string>();
  for (const { func } of nodesOf(module, 'Call')) {
    const name = func.kind === 'Attribute' && GROWING.has(func.attr) ? lastName(func.value) : undefined;
    if (name !== undefined) grown.add(name);
  }
  for (const { ctx, value } of nodesOf(module, 'Subscript')) {
    const name = ctx === 'Store' ? lastName(value) : undefined;
    if (name !== undefined) grown.add(name);
  }
  return grown;
});

const GROWING: ReadonlySet<string> = new Set([
  'append',
  'appendleft',
  'extend',
  'insert',
  'add',
  'update',
  'setdefault',
]);

/** Long ones are data. */
const MAX_ELEMENTS = 20;

const TAKING: ReadonlySet<string> = new Set(['get', 'pop', 'popleft', 'setdefault']);
const LISTS = /(?:^|\.)(?:list|List|Sequence|MutableSequence|deque|Deque)$/;
const SERIES =
  /(?:^|\.)(?:list|List|set|Set|frozenset|FrozenSet|(?:Mutable)?Sequence|deque|Deque|Collection|(?:Async)?Itera(?:ble|tor))$/;
const MAPPINGS = /(?:^|\.)(?:dict|Dict|(?:Mutable)?Mapping|defaultdict|DefaultDict|OrderedDict)$/;

const HANDING_ON: ReadonlySet<string> = new Set(
  ['sorted', 'reversed', 'list', 'set', 'tuple', 'iter'].map((name) => `builtins.${name}`),
);
