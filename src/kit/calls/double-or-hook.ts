/** Functions that are there to do nothing: of doubles and simulators, and those that others override. */
import { type Def, decoratorsOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { nameOfPlace } from '../errors/fallback.ts';

/** By the names around it, its decorators, or what its class derives from. */
export function isDoubleOrHook(fn: Def, { context, types, path }: SemanticModel): boolean {
  if (DOUBLE.test(fn.name) || DOUBLE.test(path.replace(/\.py$/, '')) || context.isTestCode(fn)) return true;
  if (decoratorsOf(fn).some(({ callee }) => OPEN_DECORATORS.has(nameOfPlace(callee) ?? ''))) return true;
  const owner = context.classOfMethod(fn);
  return owner !== undefined && (DOUBLE_CLASS.test(owner.name) || types.derivesFrom(owner, OPEN_CLASSES));
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
