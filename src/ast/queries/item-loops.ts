import type { AsyncFor, Expression, For, ListComp, Node } from '../nodes.generated.ts';
import { lastName } from './attribute-chain.ts';

/** What goes through items one by one: a `for`, or the first `for` of a comprehension. */
export interface ItemLoop {
  readonly node: Node;
  readonly target: Expression;
  readonly iter: Expression;
  /** What is done for each item. */
  readonly body: readonly Node[];
}

/** A loop as an item loop; undefined for `while` and for what is no loop. */
export function itemLoopOf(node: Node): ItemLoop | undefined {
  switch (node.kind) {
    case 'For':
    case 'AsyncFor':
      return { node, target: node.target, iter: node.iter, body: node.body };
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return comprehensionLoop(node, node.generators, [node.elt]);
    case 'DictComp':
      return comprehensionLoop(node, node.generators, [node.key, node.value]);
    default:
      return undefined;
  }
}

function comprehensionLoop(node: Node, [first]: ListComp['generators'], body: readonly Node[]): ItemLoop | undefined {
  return first && { node, target: first.target, iter: first.iter, body };
}

/** The items themselves: `items` of `enumerate(items)`, `zip(items, others)`, `range(len(items))`, `tqdm(list(items))`. */
export function itemsOf({ iter }: Pick<For | AsyncFor | ItemLoop, 'iter'>): Expression {
  let items: Expression = iter;
  while (items.kind === 'Call' && PASSING.has(lastName(items.func) ?? '')) {
    const [first] = items.args;
    if (first === undefined) break;
    items = first;
  }
  return items;
}

const PASSING: ReadonlySet<string> = new Set(['enumerate', 'zip', 'range', 'len', 'tqdm', 'list']);
