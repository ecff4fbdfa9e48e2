import {
  type AsyncFunctionDef,
  type Attribute,
  booleanConstant,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  type FunctionDef,
  lastName,
} from '../../ast/index.ts';
import { AWAITED_RESULTS, CALL_RESULTS } from '../../knowledge/factories.ts';
import { returnsSelf } from '../../knowledge/long-work.ts';
import {
  ATTRIBUTE_CLASSES,
  CLASS_LIKE_FUNCTIONS,
  CONSTRUCTOR_METHODS,
  ENTERED_RESULTS,
} from '../../knowledge/object-classes.ts';
import { partOfClient } from '../../knowledge/synchronous-clients.ts';
import { walkOwnCode } from '../effects/calls-within.ts';
import type { Names } from '../names.ts';
import { handedBack } from '../values/handed-back.ts';
import type { Annotations } from './annotations.ts';
import type { ClassTable } from './class-table.ts';
import { keepsResult } from './decorated.ts';
import { classOfLiteral } from './literals.ts';
import { NONE, type ObjectClass } from './object-class.ts';
import { classOfOpenedFile } from './opened-files.ts';
import type { RowClasses } from './row-classes.ts';

type MethodDef = FunctionDef | AsyncFunctionDef;

/** What calls need to know of the expressions in them. */
interface Classes {
  readonly annotations: Annotations;
  classOf(expression: Expression): ObjectClass;
}

/** The class of what a call gives: called, awaited, or entered by `with`. And what it is that is called. */
export class CallResults {
  constructor(
    readonly names: Names,
    readonly table: ClassTable,
    readonly classes: Classes,
    readonly rows: RowClasses,
  ) {}

  /** Dotted name of what is called: a method by the class that defines it, anything else by its qualified name. */
  calleeName(func: Expression): string | undefined {
    if (func.kind === 'Name') {
      const receiver = this.table.receiverOf(func);
      return receiver?.isClass ? this.table.nameOf(receiver.classDef) : this.names.qualifiedName(func);
    }
    const dotted = this.names.qualifiedName(func);
    if (func.kind !== 'Attribute') return dotted;
    if (dotted !== undefined) {
      const owner = this.names.qualifiedName(func.value);
      const isLogger = owner !== undefined && ATTRIBUTE_CLASSES.get(owner) === 'logging.Logger';
      return isLogger ? `logging.Logger.${func.attr}` : dotted;
    }
    const owner = this.#classOfOwner(func);
    return owner === undefined ? undefined : this.#memberName(owner, func.attr);
  }

  resultOf(call: Call): ObjectClass {
    const constructed = this.#constructedHere(call.func);
    if (constructed !== undefined) return this.table.nameOf(constructed);
    const name = this.calleeName(call.func);
    const opened = name === undefined ? undefined : (classOfOpenedFile(name, call) ?? this.rows.baseMade(name, call));
    const known = opened ?? (name === undefined ? undefined : (CALL_RESULTS.get(name) ?? exchangeMade(name)));
    if (known !== undefined) return known;
    const method = this.functionCalled(call.func);
    const given = method === undefined ? undefined : handedBack(call, this);
    if (given !== undefined) return this.classes.classOf(given);
    if (method !== undefined) return this.#resultOfFunction(method);
    if (name === 'typing.cast' || name === 'typing_extensions.cast') {
      return call.args[0] === undefined ? undefined : this.classes.annotations.classNamed(call.args[0]);
    }
    if (name !== undefined && AWAITED_RESULTS.has(name)) return undefined;
    const itself = this.#itself(call.func);
    if (itself !== undefined) return itself;
    const part = this.#partGiven(call.func);
    if (part !== undefined) return part;
    const row = call.parent?.kind === 'Await' || this.#isOfAsyncSession(call.func) ? undefined : this.rows.rowOf(call);
    if (row !== undefined) return row;
    const called = this.classes.classOf(call.func);
    // Calling an object: `Session = sessionmaker(…)`, `Session()`. A `namedtuple` is a class again.
    if (called !== undefined && called !== 'builtins.type') return CALL_RESULTS.get(`${called}.__call__`);
    return this.#byConvention(call.func);
  }

  #isOfAsyncSession(func: Expression): boolean {
    const owner = func.kind === 'Attribute' ? this.#classOfOwner(func) : undefined;
    return owner?.endsWith('.AsyncSession') === true;
  }

  /** `client.table("users").select("*")`: what is put together step by step. */
  #partGiven(func: Expression): ObjectClass {
    if (func.kind !== 'Attribute' || this.names.qualifiedName(func) !== undefined) return undefined;
    const owner = this.#classOfOwner(func);
    return owner === undefined ? undefined : partOfClient(owner, func.attr, 'called');
  }

  /** `Model.from_pretrained(name).to(device).eval()` */
  #itself(func: Expression): ObjectClass {
    if (func.kind !== 'Attribute' || this.names.qualifiedName(func) !== undefined) return undefined;
    const owner = this.#classOfOwner(func);
    return owner !== undefined && returnsSelf(owner, func.attr) ? owner : undefined;
  }

  /** The class of `await expression`. */
  awaitedResultOf(expression: Expression): ObjectClass {
    if (expression.kind !== 'Call') return undefined;
    const name = this.calleeName(expression.func);
    const known = name === undefined ? undefined : AWAITED_RESULTS.get(name);
    if (known !== undefined) return known;
    const [first] = expression.args;
    if ((name === 'asyncio.wait_for' || name === 'asyncio.shield') && first !== undefined)
      return this.awaitedResultOf(first);
    const method = this.functionCalled(expression.func);
    if (method !== undefined) {
      const said = method.kind === 'AsyncFunctionDef' ? this.saidOf(method) : undefined;
      return said === undefined ? undefined : this.classes.annotations.classNamed(said);
    }
    const row = this.rows.rowOf(expression);
    if (row !== undefined) return row;
    // Clients such as pools may be awaited to connect, and give themselves.
    const constructed = this.#byConvention(expression.func);
    return constructed === undefined || AWAITABLES.has(constructed) ? undefined : constructed;
  }

  /** The class of `x` in `with expression as x`. */
  enteredResultOf(expression: Expression, isAsync: boolean): ObjectClass {
    if (expression.kind === 'Call') {
      const name = this.calleeName(expression.func);
      const awaited = isAsync && name !== undefined ? AWAITED_RESULTS.get(name) : undefined;
      if (awaited !== undefined) return awaited;
      const [first] = expression.args;
      if (name !== undefined && CLOSERS.has(name)) return first === undefined ? undefined : this.classes.classOf(first);
      const yielded = this.#yieldedBy(this.functionCalled(expression.func));
      if (yielded !== undefined) return yielded;
    }
    const entered = this.classes.classOf(expression);
    if (entered === undefined || entered === NONE) return undefined;
    if (ENTERED_RESULTS.has(entered)) return ENTERED_RESULTS.get(entered);
    const classDef = this.table.classNamed(entered);
    return classDef === undefined ? entered : this.#enteredResultOfClass(classDef, entered, isAsync);
  }

  #classOfOwner(func: Attribute): string | undefined {
    const { value } = func;
    if (value.kind === 'Name') {
      const receiver = this.table.receiverOf(value);
      if (receiver !== undefined) return this.table.nameOf(receiver.classDef);
    }
    if (value.kind === 'Call' && this.names.qualifiedName(value.func) === 'builtins.super') {
      const classDef = this.table.classAround(value);
      return classDef === undefined ? undefined : this.table.basesOf(classDef)[0];
    }
    const owner = this.classes.classOf(value);
    return owner === NONE ? undefined : owner;
  }

  /** `Class.method` by the class in which the method stands; the external base where this file does not define it. */
  #memberName(owner: string, member: string): string {
    const classDef = this.table.classNamed(owner);
    if (classDef === undefined) return `${owner}.${member}`;
    for (const each of this.table.lineage(classDef)) {
      const isBound = this.table.memberOf(each, member) !== undefined || this.table.storesOf(each).has(member);
      if (isBound) return `${this.table.nameOf(each)}.${member}`;
    }
    const bases = this.table.basesOf(classDef);
    const [base, ...others] = bases.filter(
      (each) => each === undefined || (!MARKER_BASES.has(each) && this.table.classNamed(each) === undefined),
    );
    return base !== undefined && others.length === 0 ? `${base}.${member}` : `${owner}.${member}`;
  }

  /** The class of this file that a call constructs: `Service()`, `cls()`, `type(self)()`, `self.__class__()`. */
  #constructedHere(func: Expression): ClassDef | undefined {
    const definition = this.names.definitionOf(func);
    if (definition !== undefined) return definition.kind === 'ClassDef' ? definition : undefined;
    if (func.kind === 'Name') {
      const receiver = this.table.receiverOf(func);
      return receiver?.isClass ? receiver.classDef : undefined;
    }
    const isTypeCall = func.kind === 'Call' && this.names.qualifiedName(func.func) === 'builtins.type';
    const instance = isTypeCall
      ? func.args[0]
      : func.kind === 'Attribute' && func.attr === '__class__'
        ? func.value
        : undefined;
    const objectClass = instance === undefined ? undefined : this.classes.classOf(instance);
    return objectClass === undefined ? undefined : this.table.classNamed(objectClass);
  }

  /** The function or method of this file. */
  functionCalled(func: Expression): MethodDef | undefined {
    const definition = this.names.definitionOf(func);
    if (definition !== undefined) return definition.kind === 'ClassDef' ? undefined : definition;
    if (func.kind !== 'Attribute' || this.names.qualifiedName(func) !== undefined) return undefined;
    const owner = this.#classOfOwner(func);
    const classDef = owner === undefined ? undefined : this.table.classNamed(owner);
    if (classDef === undefined) return undefined;
    for (const each of this.table.lineage(classDef)) {
      const method = this.table.methodOf(each, func.attr);
      if (method !== undefined) return method;
    }
    return undefined;
  }

  /** What a function says of its result, where no decorator makes something else of that. */
  saidOf(fn: MethodDef): Expression | undefined {
    return fn.returns !== undefined && keepsResult(fn, this.names) ? fn.returns : undefined;
  }

  #resultOfFunction(fn: MethodDef): ObjectClass {
    if (this.#isContextManager(fn) || !keepsResult(fn, this.names)) return undefined;
    const declared = fn.returns === undefined ? undefined : this.classes.annotations.classNamed(fn.returns);
    if (fn.kind === 'FunctionDef') return declared ?? this.#madeBy(fn);
    return declared?.startsWith('collections.abc.Async') ? declared : 'types.CoroutineType';
  }

  /** The one class of all that a function without a telling annotation returns, where that is no built-in one; a `None` among them aside. */
  #madeBy(fn: FunctionDef): ObjectClass {
    const isGivenOn = fn.decorator_list.every((each) => GIVING_ON.has(this.names.qualifiedName(each) ?? ''));
    return isGivenOn ? this.#returnedBy(fn) : undefined;
  }

  /** What reading a property gives. */
  readFrom(property: MethodDef): ObjectClass {
    const declared = property.returns === undefined ? undefined : this.classes.annotations.classNamed(property.returns);
    return declared ?? (property.kind === 'FunctionDef' ? this.#returnedBy(property) : undefined);
  }

  #returnedBy(fn: FunctionDef): ObjectClass {
    let only: ObjectClass;
    for (const value of returnsOf(fn)) {
      if (value === undefined || classOfLiteral(value) === NONE) continue;
      const made = classOfLiteral(value) === undefined ? this.classes.classOf(value) : undefined;
      if (made === undefined || BUILT_IN.test(made) || (only !== undefined && only !== made)) return undefined;
      only = made;
    }
    return only;
  }

  /** What a function decorated with `contextmanager` yields, by its annotation. */
  #yieldedBy(fn: MethodDef | undefined): ObjectClass {
    if (fn?.returns?.kind !== 'Subscript' || !this.#isContextManager(fn)) return undefined;
    const { slice } = fn.returns;
    const yielded = slice.kind === 'Tuple' ? slice.elts[0] : slice;
    return yielded === undefined ? undefined : this.classes.annotations.classNamed(yielded);
  }

  #isContextManager(fn: MethodDef): boolean {
    return fn.decorator_list.some((decorator) => {
      const name = this.names.qualifiedName(decorator);
      return name === 'contextlib.contextmanager' || name === 'contextlib.asynccontextmanager';
    });
  }

  #enteredResultOfClass(classDef: ClassDef, name: string, isAsync: boolean): ObjectClass {
    for (const each of this.table.lineage(classDef)) {
      const enter = this.table.methodOf(each, isAsync ? '__aenter__' : '__enter__');
      if (enter === undefined) continue;
      const declared = enter.returns === undefined ? undefined : this.classes.annotations.classNamed(enter.returns);
      if (declared !== undefined) return declared === this.table.nameOf(each) ? name : declared;
      const last = enter.body.at(-1);
      if (last?.kind !== 'Return' || last.value?.kind !== 'Name') return undefined;
      return this.table.receiverOf(last.value) === undefined ? undefined : name;
    }
    return undefined;
  }

  /** An imported name in CapWords is a class. A method is not, however it is written: gRPC stubs have CapWords methods. */
  #byConvention(func: Expression): ObjectClass {
    const name = this.names.qualifiedName(func);
    if (name === undefined || CLASS_LIKE_FUNCTIONS.has(name)) return undefined;
    const segments = name.split('.');
    const last = segments.at(-1) ?? '';
    if (isClassLike(last)) return name;
    const owner = segments.at(-2) ?? '';
    return CONSTRUCTOR_METHODS.has(last) && isClassLike(owner) ? segments.slice(0, -1).join('.') : undefined;
  }
}

/** `OrderSerializer(many=True)`: `__new__` of the library makes one that is for lists of them, of another class. */
export function returnsList(call: Call): boolean {
  const many = callKeyword(call, 'many')?.value;
  return many !== undefined && booleanConstant(many) !== false && isClassLike(lastName(call.func) ?? '');
}

/** None of what gives its values in another way. */
function returnsOf(fn: FunctionDef): readonly (Expression | undefined)[] {
  const returned: (Expression | undefined)[] = [];
  let isGenerator = false;
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Return') returned.push(node.value);
    isGenerator ||= node.kind === 'Yield' || node.kind === 'YieldFrom';
    return isGenerator || returned.length > MAX_RETURNS ? 'skip' : undefined;
  });
  return isGenerator || returned.length > MAX_RETURNS ? [] : returned;
}

/** Of longer ones nothing is gained. */
const MAX_RETURNS = 6;

const BUILT_IN = /^(?:builtins|types|typing|collections)\./;

const GIVING_ON: ReadonlySet<string> = new Set(
  'builtins.staticmethod builtins.classmethod functools.cache functools.lru_cache'.split(' '),
);

const CLOSERS: ReadonlySet<string> = new Set(['contextlib.closing', 'contextlib.aclosing', 'contextlib.nullcontext']);

/** What awaiting gives is not the object itself. */
const AWAITABLES: ReadonlySet<string> = new Set(['asyncio.Task', 'asyncio.Future', 'asyncio.futures.Future']);

/** Bases that add no methods of interest. */
const MARKER_BASES: ReadonlySet<string> = new Set(['abc.ABC', 'typing.Generic', 'typing.Protocol', 'builtins.object']);

function isClassLike(segment: string): boolean {
  return /^_*[A-Z]/.test(segment);
}

/** `ccxt.binance()`: each exchange is a class in small letters. */
const exchangeMade = (name: string): ObjectClass => (/^ccxt\.[a-z\d]+$/.test(name) ? 'ccxt.Exchange' : undefined);
