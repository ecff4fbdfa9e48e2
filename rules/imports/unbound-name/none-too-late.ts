/** Branches that ask for `None` too late. */
import { type Name, type Node, presenceTested } from '#ast';
import type { Condition } from '#flow';
import type { SemanticModel } from '#semantics';

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
      if (each.parent?.kind !== 'Attribute' || !flow.hasRunBy(each, name)) return false;
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
