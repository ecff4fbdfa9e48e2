/** Reads of members of builtin values and of what well-known calls give, where one expression of the file says what it is. */
import { type Attribute, type Call, defaultOf, type Expression, lastName, withoutAwait } from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { AWAITED_RESULTS, CALL_RESULTS } from '../../knowledge/factories.ts';
import { lacksValueMember } from '../../knowledge/value-members.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isTypeTested } from '../../semantics/types/type-tests.ts';

export interface ValueLacking {
  /** As it is shown: `list`, `pydantic.Field`. */
  readonly kind: string;
  readonly doubt?: DoubtId;
}

/** The kind of value that lacks the member that is read of it. */
export function valueLacking({ attr, value }: Attribute, model: SemanticModel): ValueLacking | undefined {
  const kind = kindOfValue(value, model);
  if (kind !== undefined) return lacksValueMember(kind, attr) ? { kind } : undefined;
  // Asked of every attribute of a file: few names are a member of none of these.
  const named = model.types.classOf(value);
  const known = named === undefined ? undefined : kindOfClass(named);
  if (known === undefined || !lacksValueMember(known, attr) || isUnsure(value, model)) return undefined;
  return isMadeHere(value, named, model) ? { kind: known } : { kind: known, doubt: 'type-from-annotation' };
}

function kindOfClass(named: string): string | undefined {
  const [, builtin] = /^builtins\.(\w+)$/.exec(named) ?? [];
  if (builtin === undefined) return named;
  return NUMBERS.has(builtin) ? 'number' : builtin;
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'float', 'bool']);

/** `check_output(…, text=True)` gives no bytes, and a test for its kind says that it may be another one. */
function isUnsure(value: Expression, model: SemanticModel): boolean {
  const whole = model.flow.whole(value);
  const called = whole.kind === 'Call' ? model.types.calleeName(whole.func) : undefined;
  return called === 'subprocess.check_output' || isTypeTested(value, model);
}

/** One call makes the object, a function of Python or a well-known library does, or the framework that calls a route. */
function isMadeHere(value: Expression, named: string | undefined, model: SemanticModel): boolean {
  if (value.kind === 'Name' && model.names.resolve(value)?.definitions.some(({ kind }) => kind === 'except'))
    return true;
  if (isGivenByRoute(value, model)) return true;
  const whole = withoutAwait(model.flow.whole(value));
  const called = whole.kind === 'Call' ? model.types.calleeName(whole.func) : undefined;
  return (
    called !== undefined && (called === named || CALL_RESULTS.get(called) === named || AWAITED_RESULTS.has(called))
  );
}

/**
 * A parameter of a route that nothing binds anew: the framework makes of what is sent what the annotation says, or refuses it; what a
 * dependency gives it hands on as it is.
 */
function isGivenByRoute(value: Expression, { names, context }: SemanticModel): boolean {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const fn = parameter?.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return false;
  if (context.routeOf(fn)?.framework !== 'fastapi') return false;
  const standard = parameter && defaultOf(parameter);
  // `Depends()` makes an object of the class itself.
  return (
    standard?.kind !== 'Call' ||
    standard.args.length === 0 ||
    !/^(?:Depends|Security)$/.test(lastName(standard.func) ?? '')
  );
}

const LITERALS: ReadonlyMap<Expression['kind'], string> = new Map([
  ['List', 'list'],
  ['ListComp', 'list'],
  ['Dict', 'dict'],
  ['DictComp', 'dict'],
  ['Set', 'set'],
  ['SetComp', 'set'],
  ['Tuple', 'tuple'],
  ['JoinedStr', 'str'],
]);

function kindOfValue(value: Expression, model: SemanticModel): string | undefined {
  // What a module or a class binds, others may bind anew.
  if (value.kind === 'Name' && model.names.resolve(value)?.scope.kind !== 'function') return undefined;
  const whole = model.flow.whole(value);
  if (whole.kind === 'Constant') return whole.value.kind === 'str' ? 'str' : undefined;
  const literal = LITERALS.get(whole.kind);
  if (literal !== undefined) return literal;
  return whole.kind === 'Call' ? kindOfResult(whole, model) : undefined;
}

function kindOfResult(call: Call, model: SemanticModel): string | undefined {
  const name = model.names.qualifiedName(call.func) ?? '';
  if (name === 'pydantic.Field' || name === 'dataclasses.field') return name;
  if (name === 'builtins.sorted') return 'list';
  if (/^requests\.(?:get|post|put|patch|delete|head|request)$/.test(name)) return 'requests.Response';
  return isScalars(call, model) ? 'sqlalchemy.ScalarResult' : undefined;
}

/** `(await session.execute(select(Order))).scalars()`. */
function isScalars({ func, args }: Call, { names }: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || func.attr !== 'scalars' || args.length > 0) return false;
  const executed = withoutAwait(func.value);
  const isExecuted = executed.kind === 'Call' && lastName(executed.func) === 'execute' && executed.args.length > 0;
  return (
    isExecuted && names.imports.some(({ module }) => module !== undefined && /^(?:sqlalchemy|sqlmodel)\b/.test(module))
  );
}
