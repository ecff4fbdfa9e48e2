/** Values that are used first and asked for `None` afterwards. */
import { type Expression, holds, type If, type Name, type Node, nodesOf, presenceTested } from '#ast';
import { groupBy } from '#collections';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';

/** The tests behind a local that ask whether what is called so is there at all. */
export const checksOf = (local: Name, model: SemanticModel): readonly If[] =>
  (checksByName(model).get(local.id) ?? []).filter(({ start }) => start > local.end);

/** Of each file once: every call that a local keeps asks. */
const checksByName = memoizeByFile(({ source }: SemanticModel) =>
  groupBy(nodesOf(source.module, 'If'), ({ test }) => testedForNone(test)?.id),
);

/** Of these the first that comes after a use, where no other value can have come between. */
export function lateCheckOf(local: Name, use: Node, checks: readonly If[], model: SemanticModel): If | undefined {
  const { context, flow, names } = model;
  const definition = names.resolve(local)?.definitions.find(({ node }) => node === local);
  if (definition === undefined || context.loopAround(local) !== context.loopAround(use)) return undefined;
  const namesIt = (part: Node): boolean => holds(part, (node) => node.kind === 'Name' && node.id === local.id);
  return checks.find(({ test, body }) => {
    const name = testedForNone(test);
    if (name === undefined || test.start < use.end) return false;
    // `if not rows` may ask whether there are any; what is refused there is what is missing.
    const isExact = name.parent?.kind === 'Compare';
    if (!isExact && (flow.exits(body).falls || isContained(use) || body.some(namesIt))) return false;
    const reaching = flow.reachingDefinitions(name);
    return reaching.length === 1 && reaching[0] === definition && flow.mayComeTo(use, test);
  });
}

/** `if found is None`, `if not found`, `if found is None or found.old`: the branch is that of what is not there. */
function testedForNone(test: Expression): Name | undefined {
  const first = test.kind === 'BoolOp' && test.op === 'Or' ? test.values[0] : test;
  const tested = first && presenceTested(first);
  return tested?.subject.kind === 'Name' && !tested.isPresent ? tested.subject : undefined;
}

/** What an empty list, text or table takes as well: a method of it, a part of it, a loop over it. */
const isContained = (use: Node): boolean =>
  use.kind !== 'Attribute' || (use.parent?.kind === 'Call' && use.parent.func === use);
