/** Functions that are there to do nothing: of doubles and simulators, and those that others override. */
import { type Def, decoratorsOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { nameOfPlace } from '../errors/fallback.ts';

/** What speaks for it: only what Python itself takes for open is a proof. */
export interface DoubleOrHook {
  readonly says: string;
  readonly isProof: boolean;
}

/** By its decorators, the names around it, or what its class derives from. */
export function doubleOrHook(fn: Def, { context, handlers, types, path }: SemanticModel): DoubleOrHook | undefined {
  const decorators = decoratorsOf(fn).map(({ callee }) => nameOfPlace(callee) ?? '');
  if (decorators.some((each) => ABSTRACT.has(each))) return { says: 'others have to define it', isProof: true };
  const owner = context.classOfMethod(fn);
  const isDouble = DOUBLE.test(fn.name) || (owner !== undefined && DOUBLE_CLASS.test(owner.name));
  if (isDouble || DOUBLE.test(path.replace(/\.py$/, '')))
    return { says: 'by the names around it, it is a double or made for others to override', isProof: false };
  if (context.role === 'test') return { says: 'it is code of tests', isProof: true };
  const handler = context.handlerAround(fn);
  if (handler !== undefined && handlers.describe(handler).catches.some((name) => MISSING_MODULE.has(name)))
    return { says: 'it stands in for a module that may be missing', isProof: false };
  if (decorators.some((each) => OPEN_DECORATORS.has(each)))
    return { says: 'its decorator says that it only answers what a base asks for', isProof: false };
  return owner !== undefined && types.derivesFrom(owner, OPEN_CLASSES)
    ? { says: 'its class is one of a family that may leave it to others', isProof: false }
    : undefined;
}

/** Of folders, modules and functions. */
const DOUBLE =
  /(^|[_/.])(mock|fake|stub|dummy|noop|no_op|simulat\w*|placeholder|demo|examples?|sandbox|toy|skeleton|null)s?([_/.]|$)/i;
const DOUBLE_CLASS =
  /Mock|Fake|Stub|Dummy|Noop|NoOp|Simulat|Placeholder|Demo|Example|^_?(Base|Abstract|Null)|(Base|Mixin|Interface|Protocol)$/;
const MISSING_MODULE: ReadonlySet<string> = new Set(['builtins.ImportError', 'builtins.ModuleNotFoundError']);
const OPEN_CLASSES: ReadonlySet<string> = new Set(['abc.ABC', 'typing.Protocol', 'typing_extensions.Protocol']);
const ABSTRACT: ReadonlySet<string> = new Set(['abstractmethod', 'abstractproperty', 'overload']);
const OPEN_DECORATORS: ReadonlySet<string> = new Set(['property', 'cached_property', 'fixture', 'setter', 'override']);
