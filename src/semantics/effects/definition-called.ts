import type { AsyncFunctionDef, Call, ClassDef, Expression, FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** The function or class of this file that is called; methods through `self` and through objects of known class included. */
export function definitionCalled(
  model: SemanticModel,
  { func }: Call,
): FunctionDef | AsyncFunctionDef | ClassDef | undefined {
  return definitionNamedBy(model, func);
}

/** `definitionCalled` for an expression that names what is called, here or by somebody else. */
export function definitionNamedBy(
  model: SemanticModel,
  func: Expression,
): FunctionDef | AsyncFunctionDef | ClassDef | undefined {
  if (func.kind !== 'Attribute') return model.names.definitionOf(func);
  const owner = model.types.classDefOf(func.value) ?? ownClass(model, func.value);
  const method = owner === undefined ? undefined : model.state.methodsOf(owner).get(func.attr);
  return method ?? model.names.definitionOf(func);
}

function ownClass(model: SemanticModel, receiver: Expression): ClassDef | undefined {
  const isOwn = receiver.kind === 'Name' && (receiver.id === 'self' || receiver.id === 'cls');
  return isOwn ? model.context.classAround(receiver) : undefined;
}
