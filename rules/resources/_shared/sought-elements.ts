/** Lists that take an element only where no other of that key is in them. */
import { ancestors, type Expression, type For, holds, type Node, nodesOf } from '#ast';
import type { SemanticModel, StateLife, StateUse } from '#semantics';

/**
 * The list was gone through for an element of the same key, and the element is added where none was found: `if found is None:` behind
 * a loop or `next(…)`, `if not any(…)`, or behind a loop that returns what it finds. It is as long as there are keys.
 */
export function isSoughtBefore(life: StateLife, { node: added, within }: StateUse, model: SemanticModel): boolean {
  const tests = [...ancestors(added)].flatMap((each) =>
    each.kind === 'If' && each.body.some((statement) => isIn(added, statement)) ? each.test : [],
  );
  if (tests.some((test) => isFromSearch(test, life, model))) return true;
  const loops = nodesOf(model.source.module, 'For').filter(
    (loop) => loop.end <= added.start && model.context.functionAround(loop) === within && isSearch(loop, life),
  );
  return loops.some(
    (loop) =>
      (holds(loop, ({ kind }) => kind === 'Return') && model.flow.precedes(loop, added)) ||
      tests.some((test) => holds(test, (name) => name.kind === 'Name' && isBoundIn(name, loop, model))),
  );
}

const isIn = (inner: Node, outer: Node): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** It runs through the list, compares each element with something, and ends where one fits. */
function isSearch(loop: For, life: StateLife): boolean {
  const ends = loop.body.some((each) => each.kind === 'If' && comparesEqual(each.test) && leaves(each.body));
  return ends && runsThrough(loop.iter, life);
}

const leaves = (body: readonly Node[]): boolean => /^(?:Break|Return)$/.test(body.at(-1)?.kind ?? '');

const comparesEqual = (test: Node): boolean => holds(test, (node) => node.kind === 'Compare' && node.ops[0] === 'Eq');

const runsThrough = (iterated: Expression, { uses }: StateLife): boolean => uses.some(({ node }) => node === iterated);

/** `not any(each.key == key for each in self.rows)`, or the name of what `next(…)` found. */
function isFromSearch(test: Expression, life: StateLife, { names }: SemanticModel): boolean {
  const isComprehension = (node: Node): boolean =>
    (node.kind === 'GeneratorExp' || node.kind === 'ListComp') &&
    comparesEqual(node) &&
    node.generators.some(({ iter }) => runsThrough(iter, life));
  return holds(
    test,
    (node) =>
      isComprehension(node) ||
      (node.kind === 'Name' &&
        (names.resolve(node)?.definitions ?? []).some(
          ({ value }) => value !== undefined && holds(value, isComprehension),
        )),
  );
}

/** `found = element` in the loop. */
const isBoundIn = (name: Node & { kind: 'Name' }, loop: For, { names }: SemanticModel): boolean =>
  (names.resolve(name)?.definitions ?? []).some(({ node }) => isIn(node, loop));
