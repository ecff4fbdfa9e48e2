/** The expressions that have the value of another one, because it is bound, returned or handed back to them. */
import { type Arguments, ancestors, type Expression, nodesOf, parametersOf, type Return } from '../../ast/index.ts';
import { callsOfFunction } from '../context/function-mentions.ts';
import type { SemanticModel } from '../model.ts';
import { handedBack } from './handed-back.ts';
import { instanceConstant } from './instance-constants.ts';

const MOST = 40;

/**
 * Where a value is taken from the name, the attribute, the function or the parameter that it was written for: loads of a name
 * bound to it alone, reads of the attribute that `__init__` binds to it, calls of the function that returns it.
 */
export function carriersOf(value: Expression, model: SemanticModel): readonly Expression[] {
  const found: Expression[] = [];
  const pending = [value];
  for (let at = pending.pop(); at !== undefined && found.length < MOST; at = pending.pop()) {
    const next = carriersOnce(at, model).filter((carrier) => !found.includes(carrier));
    found.push(...next);
    pending.push(...next);
  }
  return found;
}

function carriersOnce(value: Expression, model: SemanticModel): readonly Expression[] {
  const { parent } = value;
  switch (parent?.kind) {
    case 'Assign':
      return parent.targets.length === 1 && parent.targets[0] !== undefined
        ? loadsOf(parent.targets[0], value, model)
        : [];
    case 'AnnAssign':
      return loadsOf(parent.target, value, model);
    case 'Call':
      return handedBack(parent, model) === value ? [parent] : [];
    case 'Return':
      return callsOfFunctionAround(parent, model);
    case 'arguments':
      return loadsOfParameter(value, parent, model);
    default:
      return [];
  }
}

/** A name that is bound more than once holds the value where this binding reaches. */
function loadsOf(target: Expression, value: Expression, model: SemanticModel): readonly Expression[] {
  if (target.kind === 'Attribute') {
    return nodesOf(model.source.module, 'Attribute').filter(
      (read) => read.attr === target.attr && read.ctx === 'Load' && instanceConstant(read, model) === value,
    );
  }
  if (target.kind !== 'Name') return [];
  const binding = model.names.lookup(target.id, target);
  const isAlone = binding?.definitions.length === 1;
  const definition = binding?.definitions.find(({ node }) => node === target);
  if (binding === undefined || definition === undefined) return [];
  return isAlone ? binding.references : model.flow.usesOf(definition);
}

function callsOfFunctionAround(returned: Return, model: SemanticModel): readonly Expression[] {
  for (const around of ancestors(returned)) {
    if (around.kind === 'AsyncFunctionDef' || around.kind === 'Lambda') return [];
    if (around.kind !== 'FunctionDef') continue;
    return model.flow.returnValues(around).length === 1 ? callsOfFunction(model, around) : [];
  }
  return [];
}

function loadsOfParameter(value: Expression, signature: Arguments, model: SemanticModel): readonly Expression[] {
  const fn = signature.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return [];
  const parameter = parametersOf(fn).find((each) => each.default === value);
  return (parameter && model.names.scopeOf(fn)?.bindings.get(parameter.name)?.references) ?? [];
}
