/** What a caller takes of the result of a call, as its place or the places of the local that keeps it show. */
import { type Call, type Expression, isPresenceTested, keptLocal, type Name, type Node } from '#ast';
import type { Names } from '#semantics';

/** One thing that is asked of a result: that it has so many parts, or an element by a text. What members it has, `missing-member` tells. */
export type ResultUse = ResultPart & { readonly node: Node };

export type ResultPart = {
  /** Code around it asks whether there is a result at all: of `None` nothing is taken. */
  readonly isGuarded?: true;
} & ({ readonly kind: 'unpack'; readonly count: number } | { readonly kind: 'key' });

/** Empty where nothing is taken that reports the result's kind, or where the code asks for its kind itself. */
export function resultUsesOf(call: Call, names: Names): readonly ResultUse[] {
  const result: Expression = call.parent?.kind === 'Await' ? call.parent : call;
  const own = useAt(result);
  if (own !== undefined) return [own];
  const local = keptLocal(result);
  const binding = local === undefined ? undefined : names.resolve(local);
  if (binding === undefined || binding.scope.kind !== 'function' || binding.definitions.length > 1) return [];
  if (binding.references.some(isTypeTested)) return [];
  const isGuarded = binding.references.some(isPresenceTested);
  return binding.references.flatMap((reference) => {
    const use = useAt(reference);
    if (use === undefined) return [];
    return isGuarded ? { ...use, isGuarded } : use;
  });
}

function useAt(expression: Expression): ResultUse | undefined {
  const parent: Node | undefined = expression.parent;
  switch (parent?.kind) {
    case 'Assign': {
      const [target, other] = parent.targets;
      if (parent.value !== expression || other !== undefined) return undefined;
      if (target?.kind !== 'Tuple' && target?.kind !== 'List') return undefined;
      if (target.elts.some(({ kind }) => kind === 'Starred')) return undefined;
      return { kind: 'unpack', node: expression, count: target.elts.length };
    }
    case 'Subscript': {
      const { slice } = parent;
      const isText = slice.kind === 'Constant' && slice.value.kind === 'str';
      return parent.value === expression && isText ? { kind: 'key', node: parent } : undefined;
    }
    default:
      return undefined;
  }
}

const KIND_QUESTIONS: ReadonlySet<string> = new Set(['isinstance', 'hasattr', 'type', 'getattr', 'callable', 'len']);

function isTypeTested({ parent }: Name): boolean {
  return parent?.kind === 'Call' && parent.func.kind === 'Name' && KIND_QUESTIONS.has(parent.func.id);
}
