/** Values that are used first and asked for `None` afterwards. */
import {
  type Expression,
  holds,
  type If,
  isNone,
  type Name,
  type Node,
  nodesOf,
  presenceTested,
} from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** The tests of the file that ask whether a local is there at all. */
export function checksOf(local: Name, model: SemanticModel): readonly If[] {
  return nodesOf(model.source.module, 'If').filter(({ start, test }) => {
    const asked = start < local.end ? undefined : askedForNone(test);
    return asked?.name.id === local.id;
  });
}

/** Of these the first that comes after a use, where no other value can have come between. */
export function lateCheckOf(local: Name, use: Node, checks: readonly If[], model: SemanticModel): Node | undefined {
  const { context, flow, names } = model;
  const definition = names.resolve(local)?.definitions.find(({ node }) => node === local);
  if (definition === undefined || context.loopAround(local) !== context.loopAround(use)) return undefined;
  const namesIt = (part: Node): boolean => holds(part, (node) => node.kind === 'Name' && node.id === local.id);
  return checks.find(({ test, body }) => {
    const asked = askedForNone(test);
    if (asked === undefined || test.start < use.end) return false;
    // `if not rows` may ask whether there are any; what is refused there is what is missing.
    if (!asked.isExact && (flow.exits(body).falls || isContained(use) || body.some(namesIt))) return false;
    const reaching = flow.reachingDefinitions(asked.name);
    return reaching.length === 1 && reaching[0] === definition && flow.mayComeTo(use, test);
  })?.test;
}

interface Asked {
  readonly name: Name;
  /** `is None`: no empty list is meant. */
  readonly isExact: boolean;
}

/** `if found is None`, `if not found`, `if found is None or found.old`: the branch is that of what is not there. */
function askedForNone(test: Expression): Asked | undefined {
  const first = test.kind === 'BoolOp' && test.op === 'Or' ? test.values[0] : test;
  const tested = first === undefined ? undefined : presenceTested(first);
  if (first === undefined || tested?.subject.kind !== 'Name' || tested.isPresent) return undefined;
  return { name: tested.subject, isExact: first.kind === 'Compare' && first.comparators.some(isNone) };
}

/** What an empty list, text or table takes as well: a method of it, a part of it, a loop over it. */
const isContained = (use: Node): boolean =>
  use.kind !== 'Attribute' || (use.parent?.kind === 'Call' && use.parent.func === use);
