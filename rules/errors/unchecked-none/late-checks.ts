/** Values that are used first and asked for `None` afterwards. */
import {
  type BoolOp,
  dottedName,
  type Expression,
  holds,
  type If,
  type Name,
  type Node,
  nodesOf,
  presenceTested,
  walk,
} from '#ast';
import { groupBy } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { type BreakingUse, breakingUse } from './breaking-uses.ts';
import { packUse, type Use } from './unguarded-uses.ts';

export interface LateCheck extends Use {
  readonly kind: 'late';
  readonly check: PackedPlace;
}

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

/**
 * `token.ttl + made > now or token.ttl is None`, and `row.total > 5 and row is not None`: where it is `None` Python never comes to the
 * part that asks.
 */
export function misorderedTestsIn(file: FactsContext): readonly LateCheck[] {
  return nodesOf(file.module, 'BoolOp').flatMap((test) =>
    test.values.slice(1).flatMap((check): LateCheck[] => {
      const tested = check.kind === 'Compare' ? presenceTested(check) : undefined;
      const callee = tested?.isPresent === (test.op === 'And') ? dottedName(tested.subject) : undefined;
      const use = callee === undefined ? undefined : usedBefore(callee, test, check, file);
      if (callee === undefined || use === undefined) return [];
      return [{ kind: 'late', ...packUse(callee, use, file), check: packPlace(file, check) }];
    }),
  );
}

/** The first use that has run when the check does, and that no part before it asks about. */
function usedBefore(name: string, test: BoolOp, check: Expression, model: SemanticModel): BreakingUse | undefined {
  const uses: BreakingUse[] = [];
  walk(test, (node) => {
    const isIt = (node.kind === 'Name' || node.kind === 'Attribute') && dottedName(node) === name;
    if (!isIt || !model.flow.hasRunBy(node, check) || model.flow.factsAbout(node).length > 0) return;
    const use = breakingUse(node, model);
    if (use !== undefined) uses.push(use);
  });
  return model.flow.isUnreachable(test) ? undefined : uses[0];
}
