/** Functions of whose parameters nothing follows when their bodies do not read them. */
import {
  type AsyncFunctionDef,
  bodyWithoutDocstring,
  type ClassDef,
  decoratorsOf,
  type FunctionDef,
  identifiersOf,
  lastName,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { mentionsOfFunction } from './function-mentions.ts';

type Fn = FunctionDef | AsyncFunctionDef;

/** Does nothing yet; the body may be elsewhere. */
export function isIdle(fn: Fn, model: SemanticModel): boolean {
  const body = bodyWithoutDocstring(fn);
  const [only] = body;
  const isEmpty = body.length === 0 || (body.length === 1 && (only?.kind === 'Pass' || only?.kind === 'Expr'));
  if (isEmpty && !(only?.kind === 'Expr' && only.value.kind !== 'Constant')) return true;
  if (body.length === 1 && only?.kind === 'Return' && (only.value === undefined || only.value.kind === 'Constant'))
    return true;
  if (model.flow.alwaysRaises(fn.body)) return true;
  return identifiersOf(model.source.module).has('locals');
}

/** The signature is someone else's: a decorator's, a base's, a callback's. */
export function hasDemandedSignature(fn: Fn, model: SemanticModel): boolean {
  const isWrapped = decoratorsOf(fn).some(({ callee }) => !PLAIN.has(lastName(callee) ?? ''));
  if (isWrapped || model.context.role === 'test') return true;
  const owner = model.context.classOfMethod(fn);
  // Anyone who makes an object knows which class it is.
  if (owner !== undefined && fn.name === '__init__') return false;
  if (owner !== undefined) return fn.name.startsWith('__') || isOverride(fn.name, owner, model);
  // Anyone who is handed the function calls it as it likes.
  return mentionsOfFunction(model, fn).some((mention) => {
    const { parent } = mention;
    // A thread or an executor calls it with what is beside it, as a call would.
    if (parent?.kind === 'Call' && parent.args.length > 1 && model.context.startOf(parent)?.how === 'executor')
      return false;
    return parent?.kind === 'Call' ? parent.func !== mention : parent?.kind !== 'Attribute';
  });
}

const PLAIN: ReadonlySet<string> = new Set(['staticmethod', 'classmethod']);

/** A base of the class has the method, or may have it where only the project knows the base. */
export function isOverride(method: string, owner: ClassDef, { names, state }: SemanticModel): boolean {
  return owner.bases.some((base) => {
    const definition = names.definitionOf(base);
    if (definition?.kind === 'ClassDef') return state.methodsOf(definition).has(method);
    return !UNDEMANDING.test(names.qualifiedName(base) ?? '');
  });
}

/** Bases that demand no methods of their own names. */
const UNDEMANDING = /^(?:builtins\.object|abc\.ABC|typing\.Generic|torch\.|tensorflow\.|keras\.|pydantic\.|enum\.)/;
