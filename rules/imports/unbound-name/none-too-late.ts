/** Branches that ask for `None` too late. */
import {
  ancestors,
  type Expression,
  holds,
  type If,
  isInBlock,
  isNone,
  type Name,
  type Node,
  statementsBefore,
} from '#ast';
import type { SemanticModel } from '#semantics';

/**
 * In a branch for a value that is `None`, before whose test something is read of that value: `if answer.get("ok"): … elif answer is None:`.
 * Of `None` that would have failed, so that nobody comes there.
 */
export function isBehindUseOfNone(node: Node, model: SemanticModel): boolean {
  let child: Node = node;
  for (const at of ancestors(node)) {
    if (FUNCTIONS.has(at.kind)) return false;
    if (at.kind === 'If' && isInBlock(at.body, child)) {
      const name = noneTested(at.test);
      if (name !== undefined && runBefore(at).some((each) => readsOf(name, each, model))) return true;
    }
    child = at;
  }
  return false;
}

const FUNCTIONS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['FunctionDef', 'AsyncFunctionDef', 'Lambda']);

function noneTested(test: Expression): Name | undefined {
  if (test.kind !== 'Compare' || test.ops.length !== 1 || (test.ops[0] !== 'Is' && test.ops[0] !== 'Eq'))
    return undefined;
  const [other] = test.comparators;
  return test.left.kind === 'Name' && other !== undefined && isNone(other) ? test.left : undefined;
}

/** Tests of the chain above, and the plain statements before that chain in its block. */
function runBefore(branch: If): readonly Node[] {
  const tests: Expression[] = [];
  let first = branch;
  while (first.parent?.kind === 'If' && first.parent.orelse[0] === first && first.parent.orelse.length === 1) {
    first = first.parent;
    tests.push(first.test);
  }
  return [...tests, ...statementsBefore(first).filter(({ kind }) => kind === 'Assign' || kind === 'Expr')];
}

/** Something is read of the value in every run of the node, and the name holds the same there. */
function readsOf(name: Name, before: Node, { names, flow }: SemanticModel): boolean {
  const binding = names.resolve(name);
  const held = flow.reachingDefinitions(name);
  return holds(before, (each) => {
    if (each.kind !== 'Name' || each.ctx !== 'Load' || each.parent?.kind !== 'Attribute') return false;
    if (names.resolve(each) !== binding || held.length === 0) return false;
    const there = flow.reachingDefinitions(each);
    return there.length === held.length && there.every((one) => held.includes(one)) && isAlwaysRun(each, before);
  });
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
