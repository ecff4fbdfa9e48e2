/** Results that nothing was computed for. */
import { type Expression, type Node, walk } from '#ast';
import type { SemanticModel } from '#semantics';

/** Chance, or a number written out, is in the result where work would have given a value. */
export function isMadeUpValue(value: Expression, model: SemanticModel): boolean {
  let found = false;
  for (const origin of model.flow.origins(value)) {
    walk(origin, (node) => {
      if (node.kind === 'Name') found ||= model.flow.origins(node).some((source) => isChance(source, model));
      else if (node.kind === 'Constant') found ||= node.value.kind === 'float' && isMember(node);
      else found ||= isChance(node, model);
    });
  }
  return found;
}

const isChance = (node: Node, model: SemanticModel): boolean =>
  node.kind === 'Call' && /^(random|numpy\.random|torch\.rand\w*)\b/.test(model.types.calleeName(node.func) ?? '');

/** The value of a key or of a field. */
const isMember = (node: Expression): boolean =>
  node.parent?.kind === 'keyword' || (node.parent?.kind === 'Dict' && node.parent.values.includes(node));
