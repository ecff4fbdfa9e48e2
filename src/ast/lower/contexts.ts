import type { ExprContext, Expression } from '../nodes.generated.ts';
import type { Mutable } from './make.generated.ts';

/** Says that an expression just lowered is assigned to or deleted, and so is all that it unpacks. Returns it. */
export function withContext(root: Expression, ctx: ExprContext): Expression {
  const pending: Expression[] = [root];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    switch (at.kind) {
      case 'Tuple':
      case 'List':
        setContext(at, ctx);
        for (const element of at.elts) pending.push(element);
        break;
      case 'Starred':
        setContext(at, ctx);
        pending.push(at.value);
        break;
      case 'Name':
      case 'Attribute':
      case 'Subscript':
        setContext(at, ctx);
        break;
      default:
        break;
    }
  }
  return root;
}

function setContext(node: Mutable<{ readonly ctx: ExprContext }>, ctx: ExprContext): void {
  node.ctx = ctx;
}
