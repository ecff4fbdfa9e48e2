import {
  type Attribute,
  type BinOp,
  type BoolOp,
  type ClassDef,
  callKeyword,
  type Expression,
  type IfExp,
  type Name,
  type Subscript,
} from '../../ast/index.ts';
import { ENUMERATIONS } from '../../knowledge/enumerations.ts';
import { ATTRIBUTE_CLASSES } from '../../knowledge/object-classes.ts';
import { chainOf, itemOfClient, partOfClient } from '../../knowledge/synchronous-clients.ts';
import { definitionOfTarget } from '../names/definition.ts';
import type { Definition, Names } from '../names.ts';
import { Annotations } from './annotations.ts';
import { ApplicationState } from './application-state.ts';
import { CallResults, returnsList } from './call-results.ts';
import { type ClassTable, isProperty } from './class-table.ts';
import { ComputedStores } from './computed-stores.ts';
import { callBeside, isCalledInstead } from './dependencies.ts';
import { Elements } from './elements.ts';
import { classOfLiteral } from './literals.ts';
import { NONE, type ObjectClass, unite } from './object-class.ts';
import { definitionSeenBy } from './reaching.ts';
import { RowClasses } from './row-classes.ts';
import { Solver } from './solver.ts';
import { classOfUnpacked } from './unpacked.ts';

/** Classes of which a written value says less than an annotation beside it (`ratio: float = 0`). */
const SCALARS: ReadonlySet<string> = new Set(
  ['int', 'float', 'bool', 'str', 'bytes', 'complex'].map((name) => `builtins.${name}`),
);

/** The class of the object that an expression evaluates to: through assignments, annotations, attributes and calls. */
export class Inference {
  readonly annotations: Annotations;
  readonly applicationState: ApplicationState;
  readonly #calls: CallResults;
  readonly #computed: ComputedStores;
  readonly #elements: Elements;
  readonly #solver = new Solver<object>();
  /** Keys for the solver: one object for each attribute of each class. */
  readonly #attributeKeys = new Map<ClassDef, Map<string, object>>();

  constructor(
    readonly names: Names,
    readonly table: ClassTable,
  ) {
    this.annotations = new Annotations(names, (node) => table.classAround(node));
    const rows = new RowClasses(names, this);
    this.#calls = new CallResults(names, table, this, rows);
    this.#computed = new ComputedStores(table);
    this.#elements = new Elements(names, table, this.#calls, this, rows);
    this.applicationState = new ApplicationState(names, this);
  }

  classOf(expression: Expression): ObjectClass {
    const literal = classOfLiteral(expression);
    if (literal !== undefined) return literal;
    switch (expression.kind) {
      case 'Name':
        return this.#classOfName(expression);
      case 'Attribute':
      case 'Call':
      case 'Await':
      case 'BoolOp':
      case 'IfExp':
      case 'BinOp':
      case 'NamedExpr':
      case 'Subscript':
        return this.#solver.answer(expression, () => this.#compute(expression));
      default:
        return undefined;
    }
  }

  calleeName(func: Expression): string | undefined {
    return this.#calls.calleeName(func);
  }

  /** The class of an attribute of a class's objects, bound in the class, its methods, or its bases of this file. */
  attributeClass(classDef: ClassDef, attribute: string): ObjectClass {
    const keys = this.#attributeKeys.get(classDef) ?? new Map<string, object>();
    this.#attributeKeys.set(classDef, keys);
    const key = keys.get(attribute) ?? {};
    keys.set(attribute, key);
    return this.#solver.answer(key, () => this.#computeAttribute(classDef, attribute));
  }

  /** `self.address` where the body of the class binds it, and no method: what that gives may be a descriptor's to say. */
  isOfClassBody({ value, attr }: Attribute): boolean {
    const owner = this.classOf(value);
    const own = owner === undefined || owner === NONE ? undefined : this.table.classNamed(owner);
    const line = own === undefined ? [] : this.table.lineage(own);
    const binds = (each: ClassDef): boolean => this.table.memberOf(each, attr) !== undefined;
    return line.some(binds) && !line.some((each) => this.table.storesOf(each).has(attr));
  }

  #compute(expression: Expression): ObjectClass {
    switch (expression.kind) {
      case 'Attribute':
        return this.#classOfAttribute(expression);
      case 'Call':
        if (returnsList(expression)) return undefined;
        return this.#calls.resultOf(expression) ?? this.#elements.classOfTaken(expression);
      case 'Await':
        return this.#calls.awaitedResultOf(expression.value);
      case 'BoolOp':
        return this.#classOfBoolOp(expression);
      case 'IfExp':
        return this.#classOfConditional(expression);
      case 'BinOp':
        return this.#classOfOperation(expression);
      case 'NamedExpr':
        return this.classOf(expression.value);
      case 'Subscript':
        return this.#classOfItem(expression);
      default:
        return undefined;
    }
  }

  /** `client["shop"]`: a part of a client by its key. */
  #classOfItem(expression: Subscript): ObjectClass {
    const kept = this.applicationState.nameOf(expression);
    if (kept !== undefined) return this.#classKept(kept);
    const keyed = this.#classOfKey(expression.slice);
    if (keyed !== undefined) return keyed;
    const owner = this.classOf(expression.value);
    const ofClient = owner === undefined || owner === NONE ? undefined : itemOfClient(owner);
    return ofClient ?? this.#elements.classOfItem(expression.value, expression.slice);
  }

  /** `STORE = web.AppKey("store", Store)`: what is under the key is of that class. */
  #classOfKey(key: Expression): ObjectClass {
    const [only, other] = (key.kind === 'Name' && this.names.resolve(key)?.definitions) || [];
    const made = other === undefined && only?.value?.kind === 'Call' ? only.value : undefined;
    const isKey = made && /^aiohttp\.web\.(?:App|Request|Response)Key$/.test(this.names.qualifiedName(made.func) ?? '');
    return isKey && made.args[1] !== undefined ? this.annotations.classNamed(made.args[1]) : undefined;
  }

  #classKept(name: string): ObjectClass {
    return unite(this.applicationState.valuesOf(name).map((value) => this.classOf(value)));
  }

  #classOfName(name: Name): ObjectClass {
    const binding = this.names.resolve(name);
    if (binding === undefined) return name.id === '__name__' || name.id === '__file__' ? 'builtins.str' : undefined;
    const receiver = this.table.receiverOf(name);
    if (receiver !== undefined) return receiver.isClass ? undefined : this.table.nameOf(receiver.classDef);
    const dotted = this.names.qualifiedName(name);
    const wellKnown = dotted === undefined ? undefined : ATTRIBUTE_CLASSES.get(dotted);
    if (wellKnown !== undefined) return wellKnown;
    const seen = binding.definitions.length > 1 ? definitionSeenBy(name, binding, this.names) : undefined;
    const here = seen && this.#solver.answer(seen, () => this.#classOfDefinitions([seen]));
    // `time = parse(time)`: what a call makes of a parameter need not be what the parameter is declared to be.
    if (seen?.kind === 'assignment' && binding.definitions.some(({ kind }) => kind === 'parameter')) return here;
    return here ?? this.#solver.answer(binding, () => this.#classOfDefinitions(binding.definitions));
  }

  #classOfAttribute(expression: Attribute): ObjectClass {
    const dotted = this.names.qualifiedName(expression);
    const wellKnown = dotted === undefined ? undefined : ATTRIBUTE_CLASSES.get(dotted);
    if (wellKnown !== undefined) return wellKnown;
    const classDef = this.#classNamedBy(expression.value);
    if (classDef !== undefined) return this.attributeClass(classDef, expression.attr);
    if (dotted !== undefined) return undefined;
    const kept = this.applicationState.nameOf(expression);
    if (kept !== undefined) return this.#classKept(kept);
    const owner = this.classOf(expression.value);
    if (owner === undefined || owner === NONE) return undefined;
    const own = this.table.classNamed(owner);
    return own === undefined
      ? (ATTRIBUTE_CLASSES.get(`${owner}.${expression.attr}`) ?? partOfClient(owner, expression.attr, 'read'))
      : this.attributeClass(own, expression.attr);
  }

  /** The class of this file that an expression is, rather than has: `Service` or `cls`. */
  #classNamedBy(expression: Expression): ClassDef | undefined {
    const definition = this.names.definitionOf(expression);
    if (definition?.kind === 'ClassDef') return definition;
    const receiver = expression.kind === 'Name' ? this.table.receiverOf(expression) : undefined;
    return receiver?.isClass ? receiver.classDef : undefined;
  }

  #computeAttribute(classDef: ClassDef, attribute: string): ObjectClass {
    for (const each of this.table.lineage(classDef)) {
      const method = this.table.methodOf(each, attribute);
      if (method !== undefined) return isProperty(method) ? this.#calls.readFrom(method) : undefined;
      const members = this.table.memberOf(each, attribute)?.definitions ?? [];
      const stores = this.table.storesOf(each).get(attribute) ?? [];
      if (members.some(({ value }) => value !== undefined) && this.table.derivesFrom(each, ENUMERATIONS))
        return this.table.nameOf(each);
      const definitions = [...members, ...stores.map(definitionOfTarget)];
      if (definitions.length > 0) {
        const handed = each === classDef ? undefined : this.#handedUp(classDef, stores);
        const objectClass = handed ?? this.#classOfDefinitions(definitions);
        if (objectClass !== undefined && this.#mayBeOther(classDef, attribute, objectClass)) return undefined;
        return members.length > 0 && objectClass !== undefined && this.#isDescriptor(objectClass)
          ? undefined
          : objectClass;
      }
    }
    return unite(
      this.table
        .basesOf(classDef)
        .flatMap((base) => (base === undefined ? [] : (ATTRIBUTE_CLASSES.get(`${base}.${attribute}`) ?? []))),
    );
  }

  /** `super().__init__(store=FileStore())`: what a base keeps of its parameter is of the class that the derived one hands up. */
  #handedUp(derived: ClassDef, [only, ...others]: readonly Attribute[]): ObjectClass {
    const kept = only && others.length === 0 ? definitionOfTarget(only).value : undefined;
    const parameter = kept?.kind === 'Name' ? this.names.parameterOf(kept) : undefined;
    if (parameter?.parent?.kind !== 'arguments') return undefined;
    const position = parameter.parent.args.indexOf(parameter) - 1;
    for (const each of this.table.methodOf(derived, '__init__')?.body ?? []) {
      const up = each.kind === 'Expr' && each.value.kind === 'Call' ? each.value : undefined;
      if (up?.func.kind !== 'Attribute' || up.func.attr !== '__init__' || up.func.value.kind !== 'Call') continue;
      const handed = callKeyword(up, parameter.arg)?.value ?? up.args[position];
      const objectClass = handed && this.classOf(handed);
      return objectClass === NONE ? undefined : objectClass;
    }
    return undefined;
  }

  /** Under a computed name something else may be set there. */
  #mayBeOther(classDef: ClassDef, attribute: string, objectClass: string): boolean {
    return this.table
      .lineage(classDef)
      .flatMap((each) => this.#computed.valuesOf(each, attribute))
      .some((value) => ![objectClass, NONE].includes(this.classOf(value) ?? ''));
  }

  /** What another class's `__get__` gives is not followed. */
  #isDescriptor(objectClass: string): boolean {
    const own = this.table.classNamed(objectClass);
    if (own === undefined) return DESCRIPTOR.test(objectClass);
    const hasGet = this.table.lineage(own).some((each) => this.table.memberOf(each, '__get__') !== undefined);
    return hasGet || this.table.derivesFrom(own, DESCRIPTORS);
  }

  /**
   * One class for all places that bind a name or an attribute. A concrete object says more than its annotation (`x: Base =
   * Derived()`), an annotation more than a literal or an unknown value; where objects of another class are among those kept,
   * it says nothing.
   */
  #classOfDefinitions(definitions: readonly Definition[]): ObjectClass {
    const only = definitions[0];
    if (only !== undefined && definitions.length === 1 && annotationOf(only, this.names) === undefined) {
      return this.#classBoundBy(only);
    }
    return this.#weigh(definitions);
  }

  #weigh(definitions: readonly Definition[]): ObjectClass {
    const annotated = definitions.flatMap((definition) => {
      const annotation = annotationOf(definition, this.names);
      return annotation === undefined ? [] : [this.annotations.classNamed(annotation)];
    });
    const declared = unite(annotated);
    const valued = definitions.filter(({ kind }) => kind !== 'annotation' && kind !== 'delete');
    if (declared === undefined || declared === NONE)
      return this.#withoutMixedNumbers(unite(this.#classesBoundBy(valued)), definitions);
    const bound = [...this.#classesBoundBy(valued)];
    const assigned = unite(bound);
    if (assigned === NONE || SCALARS.has(assigned ?? '') || SCALARS.has(declared)) return declared;
    if (assigned !== undefined) return assigned;
    const isOther = bound.some(
      (each) => each !== undefined && each !== NONE && each !== declared && !SCALARS.has(each),
    );
    return isOther ? undefined : declared;
  }

  /** `total = 0` and `total += rate` is no int. */
  #withoutMixedNumbers(assigned: ObjectClass, definitions: readonly Definition[]): ObjectClass {
    if (assigned !== 'builtins.int') return assigned;
    const isMixed = definitions.some(({ statement }) => {
      if (statement.kind !== 'AugAssign') return false;
      return statement.op === 'Div' || this.classOf(statement.value) !== 'builtins.int';
    });
    return isMixed ? undefined : assigned;
  }

  /** One after the other: behind an unknown one nobody asks for the rest, and in a loop the rest leads to all that the loop binds. */
  *#classesBoundBy(definitions: readonly Definition[]): Iterable<ObjectClass> {
    for (const definition of definitions) yield this.#classBoundBy(definition);
  }

  #classBoundBy(definition: Definition): ObjectClass {
    const { node, value, statement } = definition;
    switch (definition.kind) {
      case 'assignment':
      case 'named-expression':
        return value === undefined ? classOfUnpacked(definition, this.#calls, this.annotations) : this.classOf(value);
      case 'with':
        return value === undefined ? undefined : this.#calls.enteredResultOf(value, statement.kind === 'AsyncWith');
      case 'except':
        return node.kind === 'ExceptHandler' && node.type !== undefined
          ? this.names.qualifiedName(node.type)
          : undefined;
      case 'parameter':
        return this.#classOfParameter(definition);
      case 'for':
      case 'comprehension':
        return this.#elements.classOfTarget(definition);
      case 'augmented':
        return NONE;
      default:
        return undefined;
    }
  }

  #classOfParameter(definition: Definition): ObjectClass {
    const { node, statement } = definition;
    if (node.kind !== 'arg') return undefined;
    if (statement.kind !== 'Lambda' && statement.kind !== 'FunctionDef' && statement.kind !== 'AsyncFunctionDef')
      return undefined;
    if (statement.args.vararg === node) return 'builtins.tuple';
    if (statement.args.kwarg === node) return 'builtins.dict';
    const annotation = annotationOf(definition, this.names);
    return annotation === undefined ? undefined : this.annotations.classNamed(annotation);
  }

  /** `given or Default()`: a parameter without annotation is taken to be what replaces it when it is missing. */
  #classOfBoolOp(expression: BoolOp): ObjectClass {
    const operands =
      expression.op === 'Or' ? expression.values.filter((value) => !this.#isOpenParameter(value)) : expression.values;
    if (operands.length === 0) return undefined;
    const classes = operands.map((value) => this.classOf(value));
    const [first, last] = operands;
    // `given or make()`: what an annotation says of the one holds for what an unknown function makes in its place.
    const isMade = expression.op === 'Or' && operands.length === 2 && last?.kind === 'Call' && classes[1] === undefined;
    const isDeclared = first?.kind === 'Name' && this.names.parameterOf(first)?.annotation !== undefined;
    return isMade && isDeclared && !SCALARS.has(classes[0] ?? '') ? classes[0] : unite(classes);
  }

  /** `given if given is not None else Default()`, likewise. */
  #classOfConditional(expression: IfExp): ObjectClass {
    const arms = [expression.body, expression.orelse];
    const closed = arms.filter((arm) => !this.#isOpenParameter(arm));
    return closed.length === 0 ? undefined : unite(closed.map((arm) => this.classOf(arm)));
  }

  /** A parameter with the default `None` and no annotation. */
  #isOpenParameter(expression: Expression): boolean {
    if (expression.kind !== 'Name') return false;
    const parameter = this.names.parameterOf(expression);
    const args = parameter?.parent;
    if (parameter === undefined || parameter.annotation !== undefined || args?.kind !== 'arguments') return false;
    const positional = [...args.posonlyargs, ...args.args];
    const index = positional.indexOf(parameter);
    const fallback =
      index >= 0
        ? args.defaults[index - positional.length + args.defaults.length]
        : args.kw_defaults[args.kwonlyargs.indexOf(parameter)];
    return fallback?.kind === 'Constant' && fallback.value.kind === 'none';
  }

  #classOfOperation(expression: BinOp): ObjectClass {
    const left = this.classOf(expression.left);
    if (left === 'builtins.str' && expression.op === 'Mod') return left;
    if (left === 'pathlib.Path' && expression.op === 'Div') return left;
    if (expression.op === 'BitOr') return chainOf([left, this.classOf(expression.right)]);
    if (left === undefined || !CLOSED_UNDER_ADDITION.has(left) || expression.op !== 'Add') return undefined;
    return this.classOf(expression.right) === left ? left : undefined;
  }
}

/** Class attributes of these give something else on an object: columns and fields of models. */
const DESCRIPTOR = /(Field|Column|Relationship|InstrumentedAttribute)$/;
const DESCRIPTORS: ReadonlySet<string> = new Set(['builtins.property', 'functools.cached_property']);

const CLOSED_UNDER_ADDITION: ReadonlySet<string> = new Set(
  ['str', 'bytes', 'list', 'tuple', 'int', 'float'].map((name) => `builtins.${name}`),
);

function annotationOf({ node, statement }: Definition, names: Names): Expression | undefined {
  if (statement.kind === 'AnnAssign' && statement.target === node) return statement.annotation;
  if (node.kind !== 'arg' || node.parent?.kind !== 'arguments') return undefined;
  // The annotation of `*args` is that of each element.
  if (node.parent.vararg === node || node.parent.kwarg === node) return undefined;
  const { annotation } = node;
  return annotation !== undefined && isCalledInstead(annotation, callBeside(node), names) ? undefined : annotation;
}
