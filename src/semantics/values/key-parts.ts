/** What the keys and the values of a cache are made of. */
import { type Call, type Def, type Expression, lastName, type Node, walk } from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';

/** An expression, what is in it, and what its locals are bound to. */
export function partsWithin(expression: Expression, fn: Def, model: SemanticModel): readonly Expression[] {
  const parts: Expression[] = [];
  const pending: Expression[] = [expression];
  const seen = new Set<Node>(pending);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    walk(at, (node) => {
      if (node.kind === 'Subscript' || node.kind === 'Call' || node.kind === 'Name') parts.push(node);
      if (node.kind !== 'Name' || node.ctx !== 'Load') return;
      const binding = model.names.resolve(node);
      for (const { value, partOf } of binding?.scope.node === fn ? binding.definitions : []) {
        const from = value ?? partOf;
        if (from === undefined || seen.has(from)) continue;
        seen.add(from);
        pending.push(from);
      }
    });
  }
  return parts;
}

export interface ConstantKey {
  readonly at: Call;
  readonly text: Expression;
  /** What the key was to hold. */
  readonly given: Expression;
}

/** `cache.delete("wiki/storage/".format(key))`: without a replacement field `format` leaves a text as it is. */
export function constantKeysIn(fn: Def, model: SemanticModel): readonly ConstantKey[] {
  return callsWithin([fn]).flatMap((at): ConstantKey[] => {
    const { func, args, keywords } = at;
    const given = args[0] ?? keywords[0]?.value;
    if (func.kind !== 'Attribute' || func.attr !== 'format' || given === undefined) return [];
    const text = model.values.string(func.value);
    if (text === undefined || text.includes('{') || text.includes('%')) return [];
    return isKey(at, model) ? [{ at, text: func.value, given }] : [];
  });
}

/** The first argument of a cache's method, or what is in brackets behind a cache; through a local. */
function isKey(value: Expression, model: SemanticModel): boolean {
  const { parent } = value;
  if (parent?.kind === 'Call') return parent.args[0] === value && isCache(parent.func);
  if (parent?.kind === 'Subscript') return parent.slice === value && isCache(parent);
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  const binding = target?.kind === 'Name' ? model.names.resolve(target) : undefined;
  return binding?.references.some((name) => name.parent !== parent && isKey(name, model)) === true;
}

/** `cache.get`, `self._cache[…]`: by a name of its way. */
const isCache = (operand: Expression): boolean =>
  (operand.kind === 'Attribute' || operand.kind === 'Subscript') && /cache/i.test(lastName(operand.value) ?? '');
