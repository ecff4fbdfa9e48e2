import { ancestors, type Node } from '../../../ast/index.ts';
import { functionAround, isDef, moduleOf, nodesUnder } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

/** Annotations of fields, and of what a decorator may read, are part of the program. */
export const noAnnotations: Transformation = {
  name: 'no-annotations',
  what: 'annotations of parameters, results and variables are taken out',
  sameness: 'annotations',
  apply({ python }, rewriting) {
    for (const file of python) {
      for (const node of nodesUnder(moduleOf(file))) {
        if (isDef(node) && node.decorator_list.length === 0 && !isInProtocol(node) && node.returns !== undefined) {
          const arrow = file.text.lastIndexOf('->', node.returns.start);
          rewriting.replace(file.path, file.text.slice(0, arrow).trimEnd().length, node.returns.end);
        } else if (node.kind === 'arg' && node.annotation !== undefined && isPlain(node)) {
          rewriting.replace(
            file.path,
            node.start + file.text.slice(node.start).indexOf(node.arg) + node.arg.length,
            node.annotation.end,
          );
        } else if (node.kind === 'AnnAssign' && node.parent?.kind !== 'ClassDef' && node.value !== undefined) {
          rewriting.replace(file.path, node.target.end, node.annotation.end);
        }
      }
    }
  },
};

function isPlain(node: Node): boolean {
  const def = functionAround(node);
  return def !== undefined && def.decorator_list.length === 0 && !isInProtocol(def);
}

function isInProtocol(node: Node): boolean {
  return [...ancestors(node)].some((above) => above.kind === 'ClassDef' && above.bases.length > 0);
}
