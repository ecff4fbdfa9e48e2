/** Results of tests that the code itself throws away. */
import { type Expression, identifiersOf, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

export interface DroppedResult {
  /** The exit code of `pytest.main`, or what a test compares without asserting it. */
  readonly kind: 'main' | 'compared';
  readonly at: Expression;
}

export function droppedResults({ source, names, context }: SemanticModel): readonly DroppedResult[] {
  const { module } = source;
  return nodesOf(module, 'Expr').flatMap(({ value, parent }): DroppedResult[] => {
    // A test that runs itself is for whoever looks at it.
    if (value.kind === 'Call' && names.qualifiedName(value.func) === 'pytest.main')
      return context.role === 'test' || identifiersOf(module).has('__file__') ? [] : [{ kind: 'main', at: value }];
    // In a `with` the comparison may be what is to fail.
    if (value.kind !== 'Compare' || parent?.kind === 'With') return [];
    return context.defAround(value)?.name.startsWith('test') === true ? [{ kind: 'compared', at: value }] : [];
  });
}
