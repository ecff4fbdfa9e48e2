import type { Expression } from '#ast';
import type { SemanticModel } from '#semantics';

/**
 * The collection that an expression makes a copy of and nothing else: `x` of `dict(x)`, `x.copy()`, `copy.deepcopy(x)`,
 * `{**x}`, `[*x]`.
 */
export function copiedWhole(expression: Expression, model: SemanticModel): Expression | undefined {
  const [only, ...others] = wholesOf(expression, model);
  return others.length === 0 ? only : undefined;
}

/** What is taken whole; nothing where single elements stand beside it. */
function wholesOf(copy: Expression, { names }: SemanticModel): readonly Expression[] {
  if (copy.kind === 'Dict') return copy.keys.every((key) => key === undefined) ? copy.values : [];
  if (copy.kind === 'List' || copy.kind === 'Set') {
    const starred = copy.elts.flatMap((each) => (each.kind === 'Starred' ? [each.value] : []));
    return starred.length === copy.elts.length ? starred : [];
  }
  if (copy.kind !== 'Call' || copy.keywords.length > 0) return [];
  const { func, args } = copy;
  if (func.kind === 'Attribute' && func.attr === 'copy' && args.length === 0) return [func.value];
  return COPYING.has(names.qualifiedName(func) ?? '') ? args : [];
}

const COPYING: ReadonlySet<string> = new Set([
  'builtins.dict',
  'builtins.list',
  'builtins.set',
  'builtins.tuple',
  'collections.OrderedDict',
  'copy.copy',
  'copy.deepcopy',
]);
