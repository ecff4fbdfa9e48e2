/** Whether a number is kept from being as large as whoever sends it likes. */
import { ancestors, type Compare, type Expression, isWithin, type Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What parameters are called that say how much somebody wants. */
export const SIZE_NAMES =
  /^(?:limit|(?:page|row|item|result)s?_limit|max(?:imum)?_(?:results|items|rows|count|size|length|depth|pages|entries|records|hits|documents|docs|samples|steps|iterations|(?:new_)?tokens)|top_?[kn]|page_?size|per_?page|how_many|amount|quantity|count|size|[nk]|num(?:ber_of)?_\w+|n_\w+|\w+_(?:count|size)|rows|lines|length|take|first|steps|iterations|samples|times|repeats?|depth|copies|width|height|sides|dice)$/i;

const CUTTING: ReadonlySet<string> = new Set(['builtins.min', 'numpy.clip', 'numpy.minimum']);

/** The call that cuts it there, or the comparison with something that it may not be more than. */
export function upperBoundAt(use: Expression, model: SemanticModel): Node | undefined {
  for (const node of ancestors(use)) {
    if (node.kind === 'Call' && CUTTING.has(model.names.qualifiedName(node.func) ?? '')) return node;
    if (node.kind === 'Compare') return boundsAbove(node, use, model) ? node : undefined;
    if (node.kind === 'Assign' || node.kind === 'Expr' || node.kind === 'Return') return undefined;
  }
  return undefined;
}

/** `count > 100`, `count in SIZES`; to ask whether it is none, equal to something or below one leaves it as large as it is. */
function boundsAbove({ left, ops, comparators }: Compare, use: Expression, { values }: SemanticModel): boolean {
  const sides = [left, ...comparators];
  return ops.some((op, index) => {
    const [before, after] = [sides[index], sides[index + 1]];
    if (before === undefined || after === undefined) return false;
    if (op === 'In' || op === 'NotIn') return isWithin(use, before);
    if (op !== 'Lt' && op !== 'LtE' && op !== 'Gt' && op !== 'GtE') return false;
    const other = isWithin(use, before) ? after : isWithin(use, after) ? before : undefined;
    const least = other === undefined ? undefined : values.number(other);
    return other !== undefined && (least === undefined || least > 2);
  });
}
