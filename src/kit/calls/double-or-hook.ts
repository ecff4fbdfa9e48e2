/** Functions that are there to do nothing: of doubles and simulators, and those that others override. */
import {
  type Call,
  type ClassDef,
  conditionsAround,
  type Def,
  decoratorsOf,
  type Node,
  nodesOf,
} from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { nameOfPlace } from '../errors/fallback.ts';

/** What speaks for it: only what Python itself takes for open is a proof. */
export interface DoubleOrHook {
  readonly says: string;
  readonly isProof: boolean;
  /** The name of what the file itself makes or calls whatever is configured: a double that does the work of production. */
  readonly inUse?: string;
}

/** By its decorators, the names around it, or what its class derives from. */
export function doubleOrHook(fn: Def, model: SemanticModel): DoubleOrHook | undefined {
  const { context, handlers, types, path } = model;
  const decorators = decoratorsOf(fn).map(({ callee }) => nameOfPlace(callee) ?? '');
  if (decorators.some((each) => ABSTRACT.has(each))) return { says: 'others have to define it', isProof: true };
  const owner = context.classOfMethod(fn);
  const isDouble = DOUBLE.test(fn.name) || (owner !== undefined && DOUBLE_CLASS.test(owner.name));
  if (isDouble || DOUBLE.test(path.replace(/\.py$/, ''))) {
    const says = 'by the names around it, it is a double or made for others to override';
    const inUse = isDouble ? usedWhatever(fn, owner, model) : undefined;
    return { says, isProof: false, ...(inUse !== undefined && { inUse }) };
  }
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

/** Its file calls it, or makes an object of its class that derives from nothing, and no condition chose it for that. */
function usedWhatever(fn: Def, owner: ClassDef | undefined, model: SemanticModel): string | undefined {
  if (owner !== undefined && (owner.bases.length > 0 || HOOK_CLASS.test(owner.name))) return undefined;
  const uses = owner === undefined ? callsOfFunction(model, fn) : mentionsOfClass(model, owner);
  const isPlain = (use: Node): boolean =>
    conditionsAround(use).length === 0 && model.context.handlerAround(use) === undefined;
  return uses.length > 0 && uses.every(isPlain) ? (owner ?? fn).name : undefined;
}

const mentionsOfClass = (model: SemanticModel, owner: ClassDef): readonly Call[] =>
  nodesOf(model.source.module, 'Call').filter(({ func }) => model.names.definitionOf(func) === owner);

const HOOK_CLASS = /^_?(?:Base|Abstract|Null)|(?:Base|Mixin|Interface|Protocol)$/;

/** Of folders, modules and functions. */
const DOUBLE =
  /(^|[_/.])(mock|fake|stub|dummy|noop|no_op|simulat\w*|placeholder|demo|examples?|sandbox|toy|skeleton|null)s?([_/.]|$)/i;
const DOUBLE_CLASS =
  /Mock|Fake|Stub|Dummy|Noop|NoOp|Simulat|Placeholder|Demo|Example|^_?(Base|Abstract|Null)|(Base|Mixin|Interface|Protocol)$/;
const MISSING_MODULE: ReadonlySet<string> = new Set(['builtins.ImportError', 'builtins.ModuleNotFoundError']);
const OPEN_CLASSES: ReadonlySet<string> = new Set(['abc.ABC', 'typing.Protocol', 'typing_extensions.Protocol']);
const ABSTRACT: ReadonlySet<string> = new Set(['abstractmethod', 'abstractproperty', 'overload']);
const OPEN_DECORATORS: ReadonlySet<string> = new Set(['property', 'cached_property', 'fixture', 'setter', 'override']);
