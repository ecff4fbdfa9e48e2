/** Loops over items, and what they do on each turn. */
import {
  ancestors,
  blockAround,
  type Call,
  type Expression,
  holds,
  isWithin,
  itemLoopOf,
  lastName,
  type Node,
  nodesOf,
  presenceTested,
} from '#ast';
import type { LoopNode, SemanticModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';

/** The loops of a file that go through things, all of them. */
export function itemLoopsIn(model: SemanticModel): LoopNode[] {
  const loops = LOOPS.flatMap((kind): LoopNode[] => [...nodesOf(model.source.module, kind)]);
  return loops.filter((loop) => goesThroughAll(loop, model));
}

const LOOPS = ['For', 'AsyncFor', 'ListComp', 'SetComp', 'GeneratorExp', 'DictComp'] as const;

/** Over things that there are, and not to find the one of them that will do. */
export const goesThroughAll = (loop: LoopNode, model: SemanticModel): boolean =>
  isOverItems(loop, model) && !triesCandidates(loop);

/** Over things that there are, not over numbers: `range` starts workers or tries again. */
function isOverItems(loop: LoopNode, model: SemanticModel): boolean {
  const items = itemLoopOf(loop)?.iter;
  if (items === undefined || items.kind === 'Tuple' || items.kind === 'List') return false;
  const isNumbers = items.kind === 'Call' && /^(range|count|repeat|cycle)$/.test(lastName(items.func) ?? '');
  return !isNumbers && model.values.fold(items) === undefined;
}

/** Candidates, of which one is enough: the loop ends somewhere in its midst. */
function triesCandidates(loop: LoopNode): boolean {
  const isFor = loop.kind === 'For' || loop.kind === 'AsyncFor';
  return isFor && holdsInOwnCode(loop.body, ({ kind }) => kind === 'Break' || kind === 'Return');
}

/** Not behind a test for one that is there, and not where the loop ends with it. */
export function isEachTurn(call: Call, loop: LoopNode, model: SemanticModel): boolean {
  let child: Node = call;
  for (const node of ancestors(call)) {
    if (node === loop) return !endsLoop(child);
    if (node.kind === 'ExceptHandler') return false;
    if ((node.kind === 'If' || node.kind === 'IfExp') && (endsLoop(child) || testsPresence(node.test))) return false;
    if (node.kind === 'BoolOp' && node.op === 'Or' && node.values[0] !== child) return false;
    if (node.kind === 'Return' || node.kind === 'Raise') return false;
    child = node;
  }
  return model.context.loopAround(call) === loop;
}

function testsPresence(test: Expression): boolean {
  return (
    presenceTested(test) !== undefined ||
    (test.kind === 'Compare' && test.ops.some((op) => op === 'NotIn' || op === 'In'))
  );
}

/** The block that the statement stands in leaves the loop. */
function endsLoop(statement: Node): boolean {
  return blockAround(statement).some(({ kind }) => kind === 'Break' || kind === 'Return' || kind === 'Raise');
}

/** A name in it is bound by the loop, or in its body. */
export function changesIn(argument: Node, loop: LoopNode, { names, values }: SemanticModel): boolean {
  return holds(
    argument,
    (node) =>
      node.kind === 'Name' &&
      values.fold(node) === undefined &&
      names.resolve(node)?.definitions.some((each) => isWithin(each.node, loop)) === true,
  );
}
