/** Whether calls of a decorated function give what the function itself gives. */
import { type AsyncFunctionDef, decoratorsOf, type Expression, type FunctionDef, isNone } from '../../ast/index.ts';
import { walkOwnCode } from '../effects/calls-within.ts';
import { firstPartyOf } from '../effects/first-party.ts';
import type { Names } from '../names.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** What a decorator of another module makes of a function is not seen here; those of well-known libraries are believed. */
export function keepsResult(fn: Def, names: Names): boolean {
  return decoratorsOf(fn).every(({ callee, isCalled }) => {
    const decorator = names.definitionOf(callee);
    if (decorator !== undefined) return isCalled ? returnsKeeping(decorator, fn, names) : keeps(decorator, fn, names);
    const name = names.qualifiedName(callee);
    return name === undefined || firstPartyOf(names).isForeign(name);
  });
}

type Definition = NonNullable<ReturnType<Names['definitionOf']>>;

/** `def retried(times)` that gives a decorator. */
function returnsKeeping(factory: Definition, fn: Def, names: Names): boolean {
  const given = returnedBy(factory).map((value) => names.definitionOf(value));
  return given.length > 0 && given.every((each) => each !== undefined && keeps(each, fn, names));
}

/** `def traced(func)` that gives `func` itself, or a wrapper that gives what calling `func` does. */
function keeps(decorator: Definition, fn: Def, names: Names): boolean {
  const [func] = decorator.kind === 'FunctionDef' ? decorator.args.args : [];
  if (func === undefined) return false;
  const isFunc = (value: Expression): boolean => value.kind === 'Name' && names.parameterOf(value) === func;
  const given = returnedBy(decorator).map((value) => (isFunc(value) ? fn : names.definitionOf(value)));
  // Of several wrappers some are for coroutines, and the others for plain functions.
  const ofKind = given.filter((each) => each?.kind === fn.kind);
  const wrappers = ofKind.length > 0 && !given.includes(undefined) ? ofKind : given;
  return wrappers.length > 0 && wrappers.every((each) => each === fn || returnsCallOf(each, fn, isFunc, names));
}

function returnsCallOf(
  wrapper: Definition | undefined,
  fn: Def,
  isFunc: (value: Expression) => boolean,
  names: Names,
): boolean {
  const isCall = (value: Expression | undefined): boolean => {
    const called = value?.kind === 'Await' ? value.value : value;
    if (called?.kind === 'Call')
      return isFunc(called.func) && (value?.kind === 'Await') === (wrapper?.kind !== 'FunctionDef');
    const all = value?.kind === 'Name' ? (names.resolve(value)?.definitions ?? []) : [];
    return all.length > 0 && all.every((each) => each.value?.kind !== 'Name' && isCall(each.value));
  };
  const mayReplace = wrapper?.kind === fn.kind || (wrapper?.kind === 'FunctionDef' && fn.kind === 'AsyncFunctionDef');
  const given = mayReplace ? returnedBy(wrapper).filter((value) => !isNone(value)) : [];
  return given.length > 0 && given.every(isCall);
}

function returnedBy({ kind, body }: Definition): readonly Expression[] {
  const returned: Expression[] = [];
  walkOwnCode(kind === 'ClassDef' ? [] : body, (node) => {
    if (node.kind === 'Return' && node.value !== undefined) returned.push(node.value);
    return undefined;
  });
  return returned;
}
