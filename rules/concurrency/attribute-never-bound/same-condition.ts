/** Whether a method that reads an attribute runs only where a flag holds by which the attribute was bound. */
import {
  type Attribute,
  ancestors,
  type ClassDef,
  type Def,
  type Expression,
  isWithin,
  type Name,
  type Node,
  walk,
} from '#ast';
import { memoize } from '#collections';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';

/** How many calls lead from the test to what reads. */
const MAX_CALLS = 4;

/**
 * `if self.is_local: self.load()` while the object is made, and `if self.is_local:` around the read, or around each call that leads to
 * it: what binds the attribute has run.
 */
export function readsUnderSameFlag(
  load: Attribute,
  stores: readonly Attribute[],
  owner: ClassDef,
  model: SemanticModel,
): boolean {
  const flags = stores.map((store) => flagsBefore(store, owner, model, MAX_CALLS));
  const shared = [...(flags[0] ?? [])].filter((flag) => flags.every((each) => each.has(flag)));
  return shared.some((flag) => flagsBefore(load, owner, model, MAX_CALLS).has(flag));
}

/** Attributes of `self` that hold whenever the node is reached: by tests around it, or around every call of its method. */
function flagsBefore(node: Node, owner: ClassDef, model: SemanticModel, depth: number): ReadonlySet<string> {
  const fn = model.context.defAround(node);
  const own = new Set(flagsAround(node, model));
  const calls = fn === undefined || depth === 0 ? [] : (callsOnSelf(model)(owner).get(fn.name) ?? []);
  const [first, ...others] = calls
    .filter((call) => !isWithin(call, fn as Def))
    .map((call) => flagsBefore(call, owner, model, depth - 1));
  for (const flag of first ?? []) if (others.every((each) => each.has(flag))) own.add(flag);
  return own;
}

function* flagsAround(node: Node, model: SemanticModel): Iterable<string> {
  let child = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef' || at.kind === 'Lambda') return;
    if (at.kind === 'If' && at.body.some((each) => each === child)) yield* flagsOf(at.test, model);
    child = at;
  }
}

function flagsOf(test: Expression, model: SemanticModel): readonly string[] {
  if (test.kind === 'BoolOp' && test.op === 'And') return test.values.flatMap((each) => flagsOf(each, model));
  if (test.kind === 'Name') return attributesHolding(test, model);
  return isOfSelf(test) ? [test.attr] : [];
}

const isOfSelf = (node: Expression): node is Attribute =>
  node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === 'self';

/** `self.is_local = is_local` before or behind `if is_local:`: both hold the same. */
function attributesHolding(name: Name, { names }: SemanticModel): readonly string[] {
  const binding = names.resolve(name);
  if (binding?.definitions.length !== 1) return [];
  return binding.references.flatMap(({ parent }) =>
    parent?.kind === 'Assign' && parent.value.kind === 'Name' && parent.value.id === name.id
      ? parent.targets.flatMap((target) => (isOfSelf(target) ? target.attr : []))
      : [],
  );
}

/** Where methods of a class are called, or handed on, on their own object. */
const callsOnSelf = memoizeByFile((model: SemanticModel) =>
  memoize((owner: ClassDef): ReadonlyMap<string, readonly Node[]> => {
    const found = new Map<string, Node[]>();
    for (const method of model.state.methodsOf(owner).values())
      walk(method, (node) => {
        if (node.kind !== 'Attribute' || node.ctx !== 'Load' || node.value.kind !== 'Name' || node.value.id !== 'self')
          return;
        const known = found.get(node.attr);
        if (known === undefined) found.set(node.attr, [node]);
        else known.push(node);
      });
    return found;
  }),
);
