/** What a caller takes of the result of a call, as its place or the places of the local that keeps it show. */
import { type Call, type Expression, keptLocal, type Name, type Node } from '../../ast/index.ts';
import type { Names } from '../../semantics/index.ts';

/** One thing that is asked of a result: that it has so many parts, an attribute, or an element by a text. */
export type ResultUse =
  | { readonly kind: 'unpack'; readonly node: Node; readonly count: number }
  | { readonly kind: 'attribute'; readonly node: Node; readonly name: string }
  | { readonly kind: 'key'; readonly node: Node };

/** Empty where nothing is taken that tells of the result's kind, or where the code asks for its kind itself. */
export function resultUsesOf(call: Call, names: Names): readonly ResultUse[] {
  const result: Expression = call.parent?.kind === 'Await' ? call.parent : call;
  const own = useAt(result);
  if (own !== undefined) return [own];
  const local = keptLocal(result);
  const binding = local === undefined ? undefined : names.resolve(local);
  if (binding === undefined || binding.scope.kind !== 'function' || binding.definitions.length > 1) return [];
  if (binding.references.some(isAskedForKind)) return [];
  return binding.references.flatMap((reference) => useAt(reference) ?? []);
}

function useAt(expression: Expression): ResultUse | undefined {
  const parent: Node | undefined = expression.parent;
  switch (parent?.kind) {
    case 'Assign': {
      const [target, ...others] = parent.targets;
      if (parent.value !== expression || others.length > 0) return undefined;
      if (target?.kind !== 'Tuple' && target?.kind !== 'List') return undefined;
      if (target.elts.some(({ kind }) => kind === 'Starred')) return undefined;
      return { kind: 'unpack', node: expression, count: target.elts.length };
    }
    case 'Attribute':
      return parent.ctx === 'Load' ? { kind: 'attribute', node: parent, name: parent.attr } : undefined;
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

function isAskedForKind({ parent }: Name): boolean {
  return parent?.kind === 'Call' && parent.func.kind === 'Name' && KIND_QUESTIONS.has(parent.func.id);
}
