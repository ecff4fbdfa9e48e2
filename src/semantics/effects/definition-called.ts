import {
  type AsyncFunctionDef,
  type Attribute,
  type Call,
  type ClassDef,
  type Expression,
  type FunctionDef,
  isStaticMethod,
} from '../../ast/index.ts';
import { memoizeInFile } from '../by-file.ts';
import { classOfMethod, functionAround } from '../context/enclosing.ts';
import type { SemanticModel } from '../model.ts';

/** The function or class of this file that is called; methods through `self` and through objects of known class included. */
export function definitionCalled(
  model: SemanticModel,
  { func }: Call,
): FunctionDef | AsyncFunctionDef | ClassDef | undefined {
  return definitionNamedBy(model, func);
}

/** `definitionCalled` for an expression that names what is called, here or by someone else. */
export function definitionNamedBy(
  model: SemanticModel,
  func: Expression,
): FunctionDef | AsyncFunctionDef | ClassDef | undefined {
  return func.kind === 'Attribute' ? methodNamed(func, model) : model.names.definitionOf(func);
}

/** Rules ask it of each call several times. */
const methodNamed = memoizeInFile((func: Attribute, model: SemanticModel) => {
  const owner = model.types.classDefOf(func.value) ?? ownClass(model, func.value);
  const method = owner === undefined ? undefined : model.state.methodsOf(owner).get(func.attr);
  return method ?? model.names.definitionOf(func);
});

/** The class whose method is around, where a name is the object that it works on, by whatever name. */
function ownClass(model: SemanticModel, receiver: Expression): ClassDef | undefined {
  const parameter = receiver.kind === 'Name' ? model.names.parameterOf(receiver) : undefined;
  for (let fn = functionAround(receiver); fn !== undefined && parameter !== undefined; fn = functionAround(fn)) {
    if (fn.kind === 'Lambda' || classOfMethod(fn) === undefined) continue;
    const isFirst = parameter === (fn.args.posonlyargs[0] ?? fn.args.args[0]);
    return isFirst && !isStaticMethod(fn) ? classOfMethod(fn) : undefined;
  }
  return undefined;
}
