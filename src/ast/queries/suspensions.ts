import type { Node } from '../nodes.generated.ts';

/** Where a coroutine may give the event loop to others: it awaits, or goes through what answers piece by piece. */
export function isSuspension(node: Node): boolean {
  switch (node.kind) {
    case 'Await':
    case 'AsyncFor':
    case 'AsyncWith':
    case 'Yield':
      return true;
    case 'comprehension':
      return node.is_async !== 0;
    default:
      return false;
  }
}
