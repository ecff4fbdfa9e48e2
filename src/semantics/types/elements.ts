import type { Attribute, Call, Expression, Name, Node } from '../../ast/index.ts';
import { ELEMENTS_OF_CALL, ELEMENTS_OF_CLASS } from '../../knowledge/iterated-results.ts';
import type { Definition, Names } from '../names.ts';
import type { Annotations } from './annotations.ts';
import type { CallResults } from './call-results.ts';
import type { ClassTable } from './class-table.ts';
import { NONE, type ObjectClass } from './object-class.ts';

/** What elements need to know of the expressions around them. */
interface Classes {
  readonly annotations: Annotations;
  classOf(expression: Expression): ObjectClass;
}

/** The class of what a container holds, where an annotation says it: `orders: list[Order]`, `def find() -> dict[str, Order]`. */
export class Elements {
  constructor(
    readonly names: Names,
    readonly table: ClassTable,
    readonly calls: CallResults,
    readonly classes: Classes,
  ) {}

  /** Of the name of a loop itself, or the second of two names where the loop goes over `….items()` or `enumerate(…)`. */
  classOfTarget({ node, partOf }: Definition): ObjectClass {
    if (partOf === undefined) return undefined;
    const { parent } = node;
    if (parent?.kind !== 'Tuple') return isTarget(node, parent) ? this.#iterated(partOf) : undefined;
    const isSecondOfTwo = parent.elts.length === 2 && parent.elts[1] === node && isTarget(parent, parent.parent);
    return isSecondOfTwo && partOf.kind === 'Call' ? this.#secondOf(partOf) : undefined;
  }

  #secondOf({ func, args }: Call): ObjectClass {
    const [first] = args;
    if (func.kind === 'Attribute' && func.attr === 'items' && first === undefined) {
      const held = this.#contained(func.value);
      return held !== undefined && MAPPINGS.test(held.name) ? this.#classAt(held.parts[1]) : undefined;
    }
    const isCounted = first !== undefined && this.names.qualifiedName(func) === 'builtins.enumerate';
    return isCounted ? this.#iterated(first) : undefined;
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
    const held = key.kind === 'Slice' ? undefined : this.#contained(container);
    if (held === undefined) return undefined;
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
        const held = this.#contained(func.value);
        if (held !== undefined) return MAPPINGS.test(held.name) ? this.#classAt(held.parts[1]) : undefined;
      }
      const known = ELEMENTS_OF_CALL.get(this.calls.calleeName(func) ?? '');
      if (known !== undefined) return known;
    }
    const held = this.#contained(iterable);
    if (held === undefined) return ELEMENTS_OF_CLASS.get(this.classes.classOf(iterable) ?? '');
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
        return fn?.kind === 'FunctionDef' ? fn.returns : undefined;
      }
      case 'Await': {
        const fn = expression.value.kind === 'Call' ? this.calls.functionCalled(expression.value.func) : undefined;
        return fn?.kind === 'AsyncFunctionDef' ? fn.returns : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Of a name that is bound once: who binds it anew binds something else. */
  #ofName(name: Name): Expression | undefined {
    const [only, ...others] = this.names.resolve(name)?.definitions ?? [];
    if (only === undefined || others.length > 0) return undefined;
    const { node, statement, kind, value } = only;
    if (statement.kind === 'AnnAssign' && statement.target === node) return statement.annotation;
    if (kind === 'assignment' && (value?.kind === 'Call' || value?.kind === 'Await')) return this.#annotationOf(value);
    if (node.kind !== 'arg' || node.parent?.kind !== 'arguments') return undefined;
    return node.parent.vararg === node || node.parent.kwarg === node ? undefined : node.annotation;
  }

  #ofAttribute({ value, attr }: Attribute): Expression | undefined {
    const owner = this.classes.classOf(value);
    const own = owner === undefined || owner === NONE ? undefined : this.table.classNamed(owner);
    for (const each of own === undefined ? [] : this.table.lineage(own)) {
      const members = this.table.memberOf(each, attr)?.definitions ?? [];
      const stores = this.table.storesOf(each).get(attr) ?? [];
      if (members.length + stores.length === 0) continue;
      const statements = [...members.map(({ statement }) => statement), ...stores.map(({ parent }) => parent)];
      const [told] = statements.flatMap((statement) => (statement?.kind === 'AnnAssign' ? statement.annotation : []));
      const [only, ...others] = stores;
      const isGiven = members.length + others.length === 0 && only?.parent?.kind === 'Assign';
      // `self.steps = steps`, where the parameter tells.
      return told ?? (isGiven && only?.parent?.kind === 'Assign' ? this.#annotationOf(only.parent.value) : undefined);
    }
    return undefined;
  }
}

const isTarget = (node: Node, loop: Node | undefined): boolean =>
  (loop?.kind === 'For' || loop?.kind === 'AsyncFor' || loop?.kind === 'comprehension') && loop.target === node;

const TAKING: ReadonlySet<string> = new Set(['get', 'pop', 'popleft', 'setdefault']);
const LISTS = /(?:^|\.)(?:list|List|Sequence|MutableSequence|deque|Deque)$/;
const SERIES =
  /(?:^|\.)(?:list|List|set|Set|frozenset|FrozenSet|(?:Mutable)?Sequence|deque|Deque|Collection|(?:Async)?Itera(?:ble|tor))$/;
const MAPPINGS = /(?:^|\.)(?:dict|Dict|(?:Mutable)?Mapping|defaultdict|DefaultDict|OrderedDict)$/;

const HANDING_ON: ReadonlySet<string> = new Set(
  ['sorted', 'reversed', 'list', 'set', 'tuple', 'iter'].map((name) => `builtins.${name}`),
);
