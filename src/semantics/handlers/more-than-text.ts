/** Whether a handler asks more of its exception than the text. */
import { type ExceptHandler, holds, type Node } from '../../ast/index.ts';
import { calleeOf } from '../effects/callee.ts';
import { logLevelOf } from '../effects/log-call.ts';
import type { SemanticModel } from '../model.ts';

export function usesMoreThanText(model: SemanticModel, { name, body }: ExceptHandler): boolean {
  return name !== undefined && holds(body, (node) => node.kind === 'Name' && node.id === name && isMore(model, node));
}

/** `error.code`, `type(error)`, `isinstance(error, …)`, `classify(error)`, `self.last = error`, `f"{error!r}"`. */
function isMore(model: SemanticModel, { parent }: Node): boolean {
  switch (parent?.kind) {
    case 'FormattedValue':
      return parent.conversion === 'r'.charCodeAt(0);
    case 'Call':
      return (
        model.names.qualifiedName(parent.func) !== 'builtins.str' &&
        logLevelOf(model, parent, calleeOf(model, parent)) === undefined
      );
    case 'BinOp':
    case 'Tuple':
      return false;
    case 'Attribute':
      return parent.attr !== 'args' && parent.attr !== 'message';
    default:
      return true;
  }
}
