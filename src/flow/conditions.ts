import { type Expression, literalTruth, type MatchCase, type Node } from '../ast/index.ts';
import { memoize } from '../collections/index.ts';
import type { ControlFlowGraph, Edge, ProgramPoint } from './control-flow-graph.ts';
import { dominates, dominatorsOf } from './evaluation-steps.ts';

/** A test that every path to a node has passed, with the same outcome. What it read may have changed since. */
export interface Condition {
  /** Of a `match_case`, whether its pattern matches the subject. */
  readonly test: Expression | MatchCase;
  readonly isTrue: boolean;
}

/** Limit for each node: a function may have thousands of early exits. */
const MOST = 100;

/**
 * The tests whose outcome is known at a node, nearest first: branches and early exits before it, and the operands, conditions and filters
 * of its own expression. `not`, `and` and `or` are taken apart as far as they say something of each operand.
 */
export function conditionsAt(node: Node, graph: ControlFlowGraph | undefined): readonly Condition[] {
  const [first, ...others] = graph?.at(node) ?? [];
  const within = withinExpression(node, first?.node);
  // In a lambda, or where no path leads.
  if (graph === undefined || first === undefined) return within.flatMap(takeApart);
  const before = conditionsBefore(first, graph);
  // Of several copies of a `finally`, only what holds at each.
  const shared = others.reduce((kept, point) => inBoth(kept, conditionsBefore(point, graph)), before);
  return [...within, ...shared].flatMap(takeApart);
}

const inBoth = (some: readonly Condition[], others: readonly Condition[]): readonly Condition[] =>
  some.filter(({ test, isTrue }) => others.some((other) => other.test === test && other.isTrue === isTrue));

const knownBefore = memoize((_: ControlFlowGraph): (readonly Condition[] | undefined)[] => []);

/** Those of the entry of a point, and those before its nearest dominator. */
function conditionsBefore(point: ProgramPoint, graph: ControlFlowGraph): readonly Condition[] {
  const known = knownBefore(graph);
  const passed: ProgramPoint[] = [];
  let found: readonly Condition[] = [];
  for (const at of dominatorsOf(graph, point)) {
    const before = known[at.index];
    if (before === undefined) passed.push(at);
    else {
      found = before;
      break;
    }
  }
  for (const at of passed.reverse()) {
    const own = conditionsOfEntry(at, graph);
    if (own.length > 0) found = [...own, ...found].slice(0, MOST);
    known[at.index] = found;
  }
  return found;
}

/** What the only edge into a point implies; other edges into it come from paths that have passed it before. */
function conditionsOfEntry(point: ProgramPoint, graph: ControlFlowGraph): readonly Condition[] {
  const [edge, ...others] = point.predecessors.filter(({ from }) => !dominates(graph, point, from));
  return edge === undefined || others.length > 0 ? [] : conditionsOf(edge);
}

function conditionsOf({ from, kind }: Edge): readonly Condition[] {
  const { node } = from;
  if (node?.kind === 'Assert') return kind === 'next' ? [{ test: node.test, isTrue: true }] : [];
  if (kind !== 'true' && kind !== 'false') return [];
  const isTrue = kind === 'true';
  if (node?.kind === 'match_case') return ofCase(node, isTrue);
  if (node?.parent?.kind !== 'If' && node?.parent?.kind !== 'While') return [];
  // The test of an `if` is an expression.
  const test = node as Expression;
  return literalTruth(test) === undefined ? [{ test, isTrue }] : [];
}

/** Of a case that is not taken, the pattern or the guard may be the reason. */
function ofCase(test: MatchCase, isTrue: boolean): readonly Condition[] {
  const { guard } = test;
  if (guard === undefined) return [{ test, isTrue }];
  return isTrue
    ? [
        { test: guard, isTrue },
        { test, isTrue },
      ]
    : [];
}

/** What is known within one expression, from the inside out, up to the node of its point, or to the lambda around. */
function withinExpression(node: Node, root: Node | undefined): readonly Condition[] {
  const found: Condition[] = [];
  let child = node;
  for (let at = node.parent; at !== undefined && child !== root && at.kind !== 'Lambda'; at = at.parent) {
    if (at.kind === 'BoolOp') {
      const isTrue = at.op === 'And';
      for (const test of at.values.slice(0, at.values.indexOf(child as Expression)).reverse())
        found.push({ test, isTrue });
    } else if (at.kind === 'match_case' && child === at.guard) found.push({ test: at, isTrue: true });
    else if (at.kind === 'Assert' && child === at.msg) found.push({ test: at.test, isTrue: false });
    else if (at.kind === 'IfExp' && child !== at.test) found.push({ test: at.test, isTrue: child === at.body });
    else if (at.kind === 'comprehension') found.push(...filtersBefore(at.ifs, child));
    else if (at.kind === 'ListComp' || at.kind === 'SetComp' || at.kind === 'GeneratorExp' || at.kind === 'DictComp') {
      const passed = at.generators.slice(0, child.kind === 'comprehension' ? at.generators.indexOf(child) : undefined);
      found.push(...passed.flatMap(({ ifs }) => filtersBefore(ifs, undefined)));
    }
    child = at;
  }
  return found;
}

const filtersBefore = (ifs: readonly Expression[], child: Node | undefined): readonly Condition[] => {
  const end = ifs.indexOf(child as Expression);
  // The iterable is evaluated before all filters.
  const isFilter = child === undefined || end >= 0;
  return isFilter ? ifs.slice(0, end < 0 ? undefined : end).map((test) => ({ test, isTrue: true })) : [];
};

/** What the outcome of a test says of its operands. */
export function takeApart({ test, isTrue }: Condition): readonly Condition[] {
  if (test.kind === 'UnaryOp' && test.op === 'Not') return takeApart({ test: test.operand, isTrue: !isTrue });
  if (test.kind === 'BoolOp' && isTrue === (test.op === 'And'))
    return test.values.flatMap((value) => takeApart({ test: value, isTrue }));
  return [{ test, isTrue }];
}
