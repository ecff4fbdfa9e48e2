/** The qualified name of what a call calls, looked up in the bases where a class of this file only inherits the method. */
import type { Attribute, Call, ClassDef, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface Callee {
  /** Undefined when nothing is known of the target. */
  readonly name: string | undefined;
  /** The method's name, for calls through an attribute. */
  readonly method: string | undefined;
  /** The target is a function, class or method that this file defines. */
  readonly isOwn: boolean;
}

export function calleeOf(model: SemanticModel, call: Call): Callee {
  const func = call.func;
  if (func.kind === 'Attribute') {
    const owner = ownClassOf(model, func.value);
    if (owner !== undefined) return methodOf(model, owner, func);
  }
  const name = model.types.calleeName(func);
  const isOwn = name !== undefined && isOfThisFile(model, name) && model.names.definitionOf(func) !== undefined;
  return { name, method: func.kind === 'Attribute' ? func.attr : undefined, isOwn };
}

function methodOf(model: SemanticModel, owner: ClassDef, func: Attribute): Callee {
  if (func.value.kind !== 'Call' && model.state.methodsOf(owner).has(func.attr)) {
    const method = `${model.names.moduleName}.${model.names.qualnameOf(owner)}.${func.attr}`;
    return { name: method, method: func.attr, isOwn: true };
  }
  // What is left: `super().m`, an object just made, an attribute that holds a callable, a base that is out of sight.
  const known = model.types.calleeName(func);
  if (known !== undefined && func.value.kind === 'Call') {
    return { name: known, method: func.attr, isOwn: isOfThisFile(model, known) };
  }
  const beyond = model.types.basesOf(owner).find((base) => base !== undefined && !isOfThisFile(model, base));
  const name = beyond !== undefined && beyond !== 'builtins.object' ? `${beyond}.${func.attr}` : undefined;
  return { name, method: func.attr, isOwn: false };
}

/** The class of this file that the receiver is an object of; `self`, `cls` and `super()` included. */
function ownClassOf(model: SemanticModel, receiver: Expression): ClassDef | undefined {
  const known = model.types.classDefOf(receiver);
  if (known !== undefined) return known;
  if (receiver.kind === 'Call' && receiver.func.kind === 'Name' && receiver.func.id === 'super') {
    const around = model.context.defAround(receiver);
    return around === undefined ? undefined : model.context.classOfMethod(around);
  }
  if (receiver.kind !== 'Name' || (receiver.id !== 'self' && receiver.id !== 'cls')) return undefined;
  return model.names.parameterOf(receiver) === undefined ? undefined : model.context.classAround(receiver);
}

function isOfThisFile(model: SemanticModel, qualifiedName: string): boolean {
  return qualifiedName.startsWith(`${model.names.moduleName}.`);
}
