import type { If, Node } from '../nodes.generated.ts';

const HEAD = Symbol();
/** An `elif` whose first `if` is known: hidden from anyone who copies or lists what a node holds. */
type Chained = If & { [HEAD]?: If };

/**
 * The first `if` of a chain for one of its `elif`, and any other node itself. Each `elif` is in the one before, so that
 * anyone who climbs from the last of them takes as many steps as there are, and from all of them the square: who asks for what
 * no `if` is climbs on from here.
 */
export function chainHead(node: Node): Node {
  if (node.kind !== 'If') return node;
  const passed: Chained[] = [];
  let head: Chained = node;
  for (let before = ifBefore(head); before !== undefined; before = ifBefore(head)) {
    const known = head[HEAD];
    if (known !== undefined) {
      head = known;
      break;
    }
    passed.push(head);
    head = before;
  }
  for (const each of passed) Object.defineProperty(each, HEAD, { value: head });
  return head;
}

function ifBefore({ parent, start }: If): If | undefined {
  // Whatever is last in an `if` and is one itself, alone behind `else`, is an `elif` to Python.
  return parent?.kind === 'If' && parent.orelse.length === 1 && parent.orelse[0]?.start === start ? parent : undefined;
}
