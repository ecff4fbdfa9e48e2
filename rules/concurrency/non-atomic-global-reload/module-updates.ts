/** Code that gives many names of its module new values, whatever they are. */
import type { Call, Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { isOwnModule } from './own-module.ts';

/**
 * What a call is the heart of: `setattr(sys.modules[__name__], name, …)` and `globals()[name] = …` in a loop, and
 * `globals().update(…)`.
 */
export function moduleUpdateBy(call: Call, model: SemanticModel): Node | undefined {
  switch (model.names.qualifiedName(call.func)) {
    case 'builtins.setattr': {
      const [object, name] = call.args;
      if (object === undefined || name === undefined || model.values.string(name) !== undefined) return undefined;
      return isOwnModule(object, model) && isRepeated(call, model) ? call : undefined;
    }
    case 'builtins.globals':
      return updateOfGlobals(call, model);
    default:
      return undefined;
  }
}

function updateOfGlobals(call: Call, model: SemanticModel): Node | undefined {
  const { parent } = call;
  if (parent?.kind === 'Attribute')
    return parent.attr === 'update' && parent.parent?.kind === 'Call' ? parent.parent : undefined;
  if (parent?.kind !== 'Subscript' || parent.ctx !== 'Store') return undefined;
  return isRepeated(call, model) && model.values.string(parent.slice) === undefined ? parent : undefined;
}

const isRepeated = (node: Node, model: SemanticModel): boolean => model.context.loopAround(node) !== undefined;
