import type { Node } from '../nodes.generated.ts';
import { walk } from '../visit.ts';

/** The names that are below these nodes, bound or used; what each of them means is asked of the semantic model. */
export function namesIn(...roots: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const root of roots)
    walk(root, (node) => {
      if (node.kind === 'Name') names.add(node.id);
    });
  return names;
}
