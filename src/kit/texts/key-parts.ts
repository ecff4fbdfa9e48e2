/** What the keys and the values of a cache are made of. */
import {
  ancestors,
  type Call,
  type Def,
  type Expression,
  isWithin,
  lastName,
  type Name,
  type Node,
  walk,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** An expression, what stands in it, and what its locals are bound to. */
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

/** Names in the tests that decide which binding of a local the expression gets: `if is_missing: icon = icon.copy()`. */
export function decidingParts(
  parts: readonly Expression[],
  expression: Expression,
  fn: Def,
  model: SemanticModel,
): readonly Name[] {
  const names: Name[] = [];
  const tests = new Set<Node>();
  for (const part of parts) {
    const binding = part.kind === 'Name' ? model.names.resolve(part) : undefined;
    for (const { node, kind } of binding?.scope.node === fn ? binding.definitions : []) {
      if (kind === 'parameter') continue;
      for (const outer of ancestors(node)) {
        if (outer === fn) break;
        if (outer.kind !== 'If' || isWithin(expression, outer) || tests.has(outer.test)) continue;
        tests.add(outer.test);
        walk(outer.test, (each) => {
          if (each.kind === 'Name') names.push(each);
        });
      }
    }
  }
  return names;
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

/** The first argument of a cache's method, or what stands in brackets behind a cache; through a local. */
function isKey(value: Expression, model: SemanticModel): boolean {
  const { parent } = value;
  if (parent?.kind === 'Call') return parent.args[0] === value && isCache(parent.func);
  if (parent?.kind === 'Subscript') return parent.slice === value && isCache(parent);
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  const binding = target?.kind === 'Name' ? model.names.resolve(target) : undefined;
  return binding?.references.some((name) => name.parent !== parent && isKey(name, model)) === true;
}

/** `cache.get`, `self._cache[…]`: by a name of its way. */
const isCache = (way: Expression): boolean =>
  (way.kind === 'Attribute' || way.kind === 'Subscript') && /cache/i.test(lastName(way.value) ?? '');
