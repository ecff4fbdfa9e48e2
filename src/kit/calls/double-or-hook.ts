/** Functions that are there to do nothing: of doubles and simulators, and those that others override. */
import { type Def, decoratorsOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { nameOfPlace } from '../errors/fallback.ts';

/** By its decorators, what its class derives from, or by the names around it, which prove nothing. */
export function isDoubleOrHook(fn: Def, model: SemanticModel): boolean {
  if (isHook(fn, model) || DOUBLE.test(fn.name) || DOUBLE.test(model.path.replace(/\.py$/, ''))) return true;
  return DOUBLE_CLASS.test(model.context.classOfMethod(fn)?.name ?? '');
}

/** Others override it, or a framework reads it. */
export function isHook(fn: Def, { context, types }: SemanticModel): boolean {
  if (context.isTestCode(fn)) return true;
  if (decoratorsOf(fn).some(({ callee }) => OPEN_DECORATORS.has(nameOfPlace(callee) ?? ''))) return true;
  const owner = context.classOfMethod(fn);
  return owner !== undefined && types.derivesFrom(owner, OPEN_CLASSES);
}

/** Of folders, modules and functions. */
const DOUBLE =
  /(^|[_/.])(mock|fake|stub|dummy|noop|no_op|simulat\w*|placeholder|demo|sandbox|toy|skeleton|null)s?([_/.]|$)/i;
const DOUBLE_CLASS =
  /Mock|Fake|Stub|Dummy|Noop|NoOp|Simulat|Placeholder|Demo|Example|^_?(Base|Abstract|Null)|(Base|Mixin|Interface|Protocol)$/;
const OPEN_CLASSES: ReadonlySet<string> = new Set(['abc.ABC', 'typing.Protocol', 'typing_extensions.Protocol']);
const OPEN_DECORATORS: ReadonlySet<string> = new Set(
  'abstractmethod overload abstractproperty property cached_property fixture setter override'.split(' '),
);
