import type { AsyncFunctionDef, Call, FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { functionAround } from './enclosing.ts';
import { mentionsOfFunction } from './function-mentions.ts';

/**
 * Every call of a private method or function of this file, those from its class's `__init__` aside (nobody shares the
 * object yet). Undefined when it is public, is never called here, or is named without being called.
 */
export function callsOfPrivate(model: SemanticModel, fn: FunctionDef | AsyncFunctionDef): readonly Call[] | undefined {
  if (!fn.name.startsWith('_') || fn.name.endsWith('__') || fn.decorator_list.length > 0) return undefined;
  const calls: Call[] = [];
  for (const mention of mentionsOfFunction(model, fn)) {
    const parent = mention.parent;
    if (parent?.kind !== 'Call' || parent.func !== mention) return undefined;
    if (!isInConstructor(parent)) calls.push(parent);
  }
  return calls.length === 0 ? undefined : calls;
}

function isInConstructor(call: Call): boolean {
  const around = functionAround(call);
  return around !== undefined && around.kind !== 'Lambda' && around.name === '__init__';
}
