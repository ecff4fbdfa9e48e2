/** Branches that ask for `None` too late. */
import { ancestors, type Name, type Node, presenceTested } from '#ast';
import type { Condition } from '#flow';
import type { SemanticModel } from '#semantics';
import { hasRunBy } from '#semantics/flow/run-by-then';

/**
 * In a branch for a value that is `None`, before whose test something is read of that value: `if answer.get("ok"): … elif answer is None:`.
 * Of `None` that would have failed, so that nobody comes there.
 */
export function isBehindUseOfNone(node: Node, model: SemanticModel): boolean {
  const { flow, names } = model;
  return flow.conditionsAt(node).some((condition) => {
    const name = noneTested(condition);
    const held = name === undefined ? [] : flow.reachingDefinitions(name);
    if (name === undefined || held.length === 0) return false;
    return names.resolve(name)?.references.some((each) => {
      if (each.parent?.kind !== 'Attribute' || !hasRunBy(each, name, model)) return false;
      const there = flow.reachingDefinitions(each);
      return there.length === held.length && there.every((one) => held.includes(one));
    });
  });
}

/** The name that is `None` there. */
function noneTested({ test, isTrue }: Condition): Name | undefined {
  const tested = test.kind === 'Compare' ? presenceTested(test) : undefined;
  return tested?.subject.kind === 'Name' && tested.isPresent !== isTrue ? tested.subject : undefined;
}

/** Nothing in it decides whether that part is evaluated. */
export function isAlwaysRun(node: Node, within: Node): boolean {
  let child = node;
  for (const at of ancestors(node)) {
    if (child === within) return true;
    if (PARTLY_RUN.has(at.kind) && firstOf(at) !== child) return false;
    child = at;
  }
  return child === within;
}

/** What is evaluated in any case. */
function firstOf(at: Node): Node | undefined {
  switch (at.kind) {
    case 'BoolOp':
      return at.values[0];
    case 'Compare':
      return at.left;
    default:
      return at.kind === 'IfExp' ? at.test : undefined;
  }
}

const PARTLY_RUN: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['BoolOp', 'IfExp', 'Lambda', 'ListComp', 'SetComp', 'DictComp', 'GeneratorExp', 'Compare'] as const),
]);
