/** Functions that are there to do nothing: those that others override, and stand-ins for a missing module. */
import { type Def, decoratorsOf, nameOfPlace } from '#ast';
import type { DoubtId } from '#findings';
import type { SemanticModel } from '#semantics';

/** What speaks for it: only what Python itself takes for open is a proof. */
export interface DoubleOrHook {
  readonly proof?: string;
  readonly doubt?: DoubtId;
}

/** By its decorators, what its class derives from, or the module that it replaces. */
export function doubleOrHook(fn: Def, { context, handlers, types }: SemanticModel): DoubleOrHook | undefined {
  const decorators = decoratorsOf(fn).map(({ callee }) => nameOfPlace(callee) ?? '');
  if (decorators.some((each) => ABSTRACT.has(each))) return { proof: 'subclasses have to define it' };
  if (context.role === 'test') return { proof: 'it is test code' };
  const handler = context.handlerAround(fn);
  if (handler !== undefined && handlers.describe(handler).catches.some((name) => MISSING_MODULE.has(name)))
    return { doubt: 'optional-dependency' };
  if (decorators.some((each) => OPEN_DECORATORS.has(each))) return { doubt: 'override-hook' };
  const owner = context.classOfMethod(fn);
  return owner !== undefined && types.derivesFrom(owner, OPEN_CLASSES) ? { doubt: 'override-hook' } : undefined;
}

const MISSING_MODULE: ReadonlySet<string> = new Set(['builtins.ImportError', 'builtins.ModuleNotFoundError']);
const OPEN_CLASSES: ReadonlySet<string> = new Set(['abc.ABC', 'typing.Protocol', 'typing_extensions.Protocol']);
const ABSTRACT: ReadonlySet<string> = new Set(['abstractmethod', 'abstractproperty', 'overload']);
const OPEN_DECORATORS: ReadonlySet<string> = new Set(['property', 'cached_property', 'fixture', 'setter', 'override']);
