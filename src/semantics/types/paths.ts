import { type Attribute, type Call, type Expression, holds, isCapWords, type Name } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { PYTHON_BUILTINS } from '../../knowledge/builtins.ts';
import { FOLLOWED } from '../limits.ts';
import { starImports } from '../names/imports-module.ts';
import type { Binding, Definition, Names } from '../names.ts';
import { APPLICATION_STATE } from './application-state.ts';
import { returnsList } from './call-results.ts';
import type { ClassTable } from './class-table.ts';
import { dependencyOf } from './dependencies.ts';
import type { Inference } from './inference.ts';
import { NONE } from './object-class.ts';
import { definitionSeenBy } from './reaching.ts';

/** The paths to objects whose classes and attributes other modules define. */
export class ObjectPaths {
  readonly #known = new Map<Expression, string | undefined>();

  constructor(
    readonly names: Names,
    readonly table: ClassTable,
    readonly inference: Inference,
  ) {}

  pathOf(expression: Expression, steps = 0): string | undefined {
    const { kind } = expression;
    if (steps > FOLLOWED.attributes || !HAVE_PATHS.has(kind)) return undefined;
    const known = this.#known.get(expression);
    if (known !== undefined || this.#known.has(expression)) return known;
    const path = this.#accessPathTo(expression, steps);
    this.#known.set(expression, path);
    return path;
  }

  #accessPathTo(expression: Expression, steps: number): string | undefined {
    if (expression.kind === 'Call' && returnsList(expression)) return undefined;
    const named = this.#named(expression);
    if (named !== undefined) return named;
    const anew = this.#boundAnew(expression);
    if (anew !== undefined) return this.pathOf(anew, steps + 1);
    const objectClass = this.inference.classOf(expression);
    if (objectClass !== undefined && isInformative(objectClass) && !this.#isOfClassBody(expression))
      return `${objectClass}()`;
    const kept = this.inference.applicationState.nameOf(expression);
    if (kept !== undefined) return `${APPLICATION_STATE}.${kept}`;
    switch (expression.kind) {
      case 'Name':
        return this.#ofLocal(expression, steps);
      case 'Attribute':
        return this.#classKept(expression) ?? extend(this.pathOf(expression.value, steps + 1), `.${expression.attr}`);
      case 'Call':
        return extend(this.pathOf(expression.func, steps + 1), '()');
      case 'Await':
        return extend(this.pathOf(expression.value, steps + 1), '~');
      default:
        return undefined;
    }
  }

  /** `self.notifier_class`, where the body of the class names another class, once and for all. */
  #classKept({ value, attr }: Attribute): string | undefined {
    if (value.kind !== 'Name') return undefined;
    const receiver = this.table.receiverOf(value);
    const line = receiver === undefined ? [] : this.table.lineage(receiver.classDef);
    const owner = line.find((each) => this.table.memberOf(each, attr) !== undefined);
    const [only, other] = owner === undefined ? [] : (this.table.memberOf(owner, attr)?.definitions ?? []);
    if (only?.value === undefined || other !== undefined || line.some((each) => this.table.storesOf(each).has(attr)))
      return undefined;
    const { kind } = only.value;
    const named = kind === 'Name' || kind === 'Attribute' ? this.names.qualifiedName(only.value) : undefined;
    return named !== undefined && isCapWords(named.slice(named.lastIndexOf('.') + 1)) ? named : undefined;
  }

  /** What reading it gives, its class may say by a `__get__`. */
  #isOfClassBody(expression: Expression): boolean {
    if (expression.kind === 'Attribute') return this.inference.isOfClassBody(expression);
    const value = expression.kind === 'Name' ? this.#valueOf(expression) : undefined;
    return value?.kind === 'Attribute' && this.inference.isOfClassBody(value);
  }

  /** `cls`, and whatever has a dotted name of its own. */
  #named(expression: Expression): string | undefined {
    if (expression.kind === 'Call' && this.names.qualifiedName(expression.func) === 'builtins.super')
      return extend(this.#classBelow(expression), '()!');
    if (expression.kind !== 'Name') return this.names.qualifiedName(expression);
    const receiver = this.table.receiverOf(expression);
    if (receiver === undefined) return this.names.qualifiedName(expression) ?? this.#starred(expression);
    return receiver.isClass ? this.table.nameOf(receiver.classDef) : `${this.table.nameOf(receiver.classDef)}()`;
  }

  /** The class that `super()` or `super(Child, self)` looks above. */
  #classBelow(call: Call): string | undefined {
    const [named] = call.args;
    const below = named === undefined ? this.table.classAround(call) : this.names.definitionOf(named);
    return below?.kind === 'ClassDef' ? this.table.nameOf(below) : undefined;
  }

  /** Unbound here: one of several star imports may bind it, and the project sees which. */
  #starred(name: Name): string | undefined {
    const isBound = this.names.resolve(name) !== undefined || PYTHON_BUILTINS.has(name.id);
    const hasStars = !isBound && starImports(this.names).length > 0;
    return hasStars ? `${this.names.moduleName}.${name.id}` : undefined;
  }

  #ofLocal(name: Name, steps: number): string | undefined {
    const binding = this.names.resolve(name);
    const only = binding && fillingOf(binding);
    if (only === undefined) return undefined;
    if (only.kind === 'assignment' && only.value !== undefined) return this.pathOf(only.value, steps + 1);
    const given = this.#givenBy(only);
    return given === undefined ? undefined : extend(this.pathOf(given, steps + 1), '^');
  }

  /** `order = order.dict()`, `order = json.loads(order.json())`: what is made of a parameter need not be what its annotation says. */
  #boundAnew(expression: Expression): Expression | undefined {
    const binding = expression.kind === 'Name' ? this.names.resolve(expression) : undefined;
    if (expression.kind !== 'Name' || binding === undefined || binding.definitions.length < 2) return undefined;
    const { kind, value, statement } = definitionSeenBy(expression, binding, this.names) ?? {};
    const isMade = kind === 'assignment' && value?.kind === 'Call' && statement?.kind === 'Assign';
    return isMade &&
      holds(value, (node) => node.kind === 'Name' && this.names.resolve(node) === binding) &&
      this.inference.classOf(value) === undefined
      ? value
      : undefined;
  }

  /** The function whose `yield`, or result, a name is: `with session() as db`, `db=Depends(get_db)`. */
  #givenBy({ kind, value, node }: Definition): Expression | undefined {
    if (kind === 'with') return value?.kind === 'Call' ? value.func : undefined;
    return kind === 'parameter' && node.kind === 'arg' ? dependencyOf(node, this.names) : undefined;
  }

  /** Of a local bound once. */
  #valueOf(name: Name): Expression | undefined {
    const [only, other] = this.names.resolve(name)?.definitions ?? [];
    return only?.kind === 'assignment' && other === undefined ? only.value : undefined;
  }
}

/** `store = None` before the one statement that fills it: nobody reads a member of that. */
const isNothing = ({ kind, value }: Definition): boolean =>
  kind === 'assignment' && value?.kind === 'Constant' && value.value.kind === 'none';

/** The one definition that fills it; thousands of reads ask. */
function fillingOf(binding: Binding): Definition | undefined {
  const [only, other] = fillingsOf(binding);
  return other === undefined ? only : undefined;
}

const fillingsOf = memoize(({ definitions }: Binding) => definitions.filter((each) => !isNothing(each)));

const HAVE_PATHS: ReadonlySet<Expression['kind']> = new Set(['Name', 'Attribute', 'Call', 'Await', 'Subscript']);

/** What a coroutine or a generator gives when it is awaited or run is no attribute of it. */
const SILENT_CLASSES: ReadonlySet<string> = new Set(['types.CoroutineType', 'builtins.type']);

/** A text is told from others by where it stands (`Settings().job_queue`), never by its class. */
const isScalar = (name: string): boolean => /^builtins\.(?:str|bytes|int|float|bool)$/.test(name);

const isInformative = (name: string): boolean => name !== NONE && !SILENT_CLASSES.has(name) && !isScalar(name);

function extend(path: string | undefined, step: string): string | undefined {
  return path === undefined ? undefined : path + step;
}
