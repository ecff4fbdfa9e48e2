/** Functions that someone else wrote and handed over to be called: by what they are called, and by how they came. */
import { type Arg, type Def, type Expression, holds, isWithin, type Node, parametersOf } from '#ast';
import type { SemanticModel } from '#semantics';

/** `on_event`, `done_callback`, `handler`, `continue_fn`. */
export function isCallbackName(name: string): boolean {
  return CALLBACK_NAME.test(name);
}

const CALLBACK_NAME = /(^|_)(callback|cb|fn|func|function|handler|listener|observer|hook|subscriber|on_[a-z_]{1,60})$/;

/** A parameter that is one by its name, or annotated as a `Callable`. */
export function isCallback({ arg, annotation }: Arg): boolean {
  return isCallbackName(arg) || (annotation !== undefined && holds(annotation, isCallable));
}

const isCallable: Parameters<typeof holds>[1] = (node) =>
  node.kind === 'Name' ? node.id === 'Callable' : node.kind === 'Attribute' && node.attr === 'Callable';

/** The callback among a function's parameters that one of these nodes uses. */
export function callbackUsedIn(parts: readonly Node[], fn: Def, { names }: SemanticModel): Arg | undefined {
  const scope = names.scopeOf(fn);
  const isUsed = ({ arg }: Arg): boolean =>
    (scope?.bindings.get(arg)?.references ?? []).some((name) => parts.some((part) => isWithin(name, part)));
  return parametersOf(fn)
    .map(({ node }) => node)
    .find((parameter) => isCallback(parameter) && isUsed(parameter));
}

/** Bound to nothing but what callers gave: `self.on_event` of a setter, one of the listeners that were added. */
export function isKeptFromCaller(func: Expression, model: SemanticModel): boolean {
  if (func.kind === 'Attribute') return isKeptParameter(func, model);
  if (func.kind !== 'Name') return false;
  const [definition, second] = model.names.resolve(func)?.definitions ?? [];
  const whole = definition?.kind === 'for' && second === undefined ? definition.partOf : undefined;
  return whole !== undefined && isListOfParameters(whole, model);
}

/** Parameters, and None or another constant until one comes. */
function isKeptParameter(attribute: Expression, model: SemanticModel): boolean {
  const life = model.state.lifeOf(attribute);
  if (life === undefined) return false;
  const values = [...life.of('create'), ...life.of('rebind')].flatMap(({ value }) => value ?? []);
  return (
    values.some(({ kind }) => kind === 'Name') &&
    values.every((value) => value.kind === 'Constant' || isParameter(value, model))
  );
}

/** A list to which methods add what they are given, `list(…)` and `….copy()` of it too. */
function isListOfParameters(whole: Expression, model: SemanticModel): boolean {
  let list = whole;
  if (list.kind === 'Call') list = (list.func.kind === 'Attribute' ? list.func.value : list.args[0]) ?? list;
  const life = model.state.lifeOf(list);
  if (life?.container !== 'list' && life?.container !== 'set') return false;
  const added = life.of('grow').flatMap(({ key }) => key ?? []);
  return added.length > 0 && added.every((key) => isParameter(key, model));
}

function isParameter(value: Expression, { names }: SemanticModel): boolean {
  return value.kind === 'Name' && names.parameterOf(value) !== undefined;
}
