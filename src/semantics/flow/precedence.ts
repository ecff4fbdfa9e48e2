import { blocksOf, type Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { swallowingOf } from './swallowing.ts';

/**
 * Whether `first` has always run when `second` starts, in every run that reaches both: by the order of statements and of
 * evaluation. Inside a loop only what runs in every round counts, since `second` may have run in an earlier one.
 */
export function alwaysPrecedes(first: Node, second: Node, model: SemanticModel): boolean {
  if (first === second || functionOf(first) !== functionOf(second)) return false;
  const { common, firstBranch, secondBranch } = meetingOf(first, second);
  if (common === undefined || firstBranch === undefined) return false;
  // The parts of an expression run before it does, but a block runs within its statement.
  const isOrdered = secondBranch === undefined ? !holdsBlocks(common) : isBefore(common, firstBranch, secondBranch);
  if (!isOrdered) return false;
  if (!isRepeated(common, firstBranch, secondBranch)) return true;
  return isUnconditional(first, common, model) && !isSkippable(common, firstBranch, secondBranch);
}

function holdsBlocks(node: Node): boolean {
  return node.kind === 'Match' || blocksOf(node).length > 0;
}

/** The function or lambda whose body a node stands in; the module otherwise. */
function functionOf(node: Node): Node {
  let child = node;
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at.kind === 'Lambda' && at.body === child) return at;
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') {
      // Decorators, defaults and annotations belong to the function around.
      if (child.start >= (at.body[0]?.start ?? at.end)) return at;
    }
    child = at;
  }
  return child;
}

interface Meeting {
  /** The innermost node that contains both. */
  readonly common: Node | undefined;
  /** Its children on the way to each; undefined when that one is the common node itself. */
  readonly firstBranch: Node | undefined;
  readonly secondBranch: Node | undefined;
}

function meetingOf(first: Node, second: Node): Meeting {
  const branches = new Map<Node, Node | undefined>();
  let branch: Node | undefined;
  for (let at: Node | undefined = first; at !== undefined; at = at.parent) {
    branches.set(at, branch);
    branch = at;
  }
  branch = undefined;
  for (let at: Node | undefined = second; at !== undefined; at = at.parent) {
    if (branches.has(at)) return { common: at, firstBranch: branches.get(at), secondBranch: branch };
    branch = at;
  }
  return { common: undefined, firstBranch: undefined, secondBranch: undefined };
}

function isBefore(parent: Node, first: Node, second: Node): boolean {
  if (excludeEachOther(parent, first, second)) return false;
  const order = rank(parent, first) - rank(parent, second);
  return order === 0 ? first.start < second.start : order < 0;
}

/** Branches of one construct of which at most one runs. */
function excludeEachOther(parent: Node, first: Node, second: Node): boolean {
  switch (parent.kind) {
    case 'If':
      return first !== parent.test && isIn(parent.body, first) !== isIn(parent.body, second);
    case 'IfExp':
      return first !== parent.test && second !== parent.test;
    case 'Match':
      return first.kind === 'match_case' && second.kind === 'match_case';
    case 'Try':
    case 'TryStar': {
      const isAfterHandler = second.kind === 'ExceptHandler' || isIn(parent.orelse, second);
      return first.kind === 'ExceptHandler' && isAfterHandler;
    }
    default:
      return false;
  }
}

/** Lower runs earlier, where evaluation does not follow the text. */
function rank(parent: Node, child: Node): number {
  switch (parent.kind) {
    case 'Assign':
    case 'AnnAssign':
    case 'NamedExpr':
      return child === parent.value ? 0 : 1;
    case 'For':
    case 'AsyncFor':
    case 'comprehension':
      return child === parent.iter ? 0 : 1;
    case 'IfExp':
      return child === parent.test ? 0 : 1;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
    case 'DictComp':
      return child.kind === 'comprehension' ? 0 : 1;
    default:
      return 0;
  }
}

/** Whether a loop of the same function runs both again and again. */
function isRepeated(common: Node, first: Node, second: Node | undefined): boolean {
  if (isLooped(common, first) && (second === undefined || isLooped(common, second))) return true;
  const home = functionOf(first);
  let child = common;
  for (let at = common.parent; at !== undefined && child !== home; at = at.parent) {
    if (isLooped(at, child)) return true;
    child = at;
  }
  return false;
}

function isLooped(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case 'For':
    case 'AsyncFor':
      return child === parent.target || isIn(parent.body, child);
    case 'While':
      return child === parent.test || isIn(parent.body, child);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
    case 'DictComp':
      return true;
    default:
      return false;
  }
}

/** Whether a node runs whenever the common construct does, up to the common construct. */
function isUnconditional(node: Node, common: Node, model: SemanticModel): boolean {
  let child = node;
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at === common) return true;
    if (isOptional(at, child) || mayBeCutShort(at, child, model)) return false;
    child = at;
  }
  return false;
}

/** Whether the second branch of a construct may run without the first. */
function isSkippable(common: Node, first: Node, second: Node | undefined): boolean {
  if (second === undefined) return false;
  switch (common.kind) {
    case 'For':
    case 'AsyncFor':
      return first !== common.iter && isIn(common.orelse, second);
    case 'While':
      return first !== common.test && isIn(common.orelse, second);
    case 'Try':
    case 'TryStar':
      if (isIn(common.body, first)) return !isIn(common.body, second) && !isIn(common.orelse, second);
      return isIn(common.finalbody, second) && !isIn(common.finalbody, first);
    default:
      return false;
  }
}

/** The body of a `with` that may swallow an exception, which then skips what is left of the body. */
function mayBeCutShort(parent: Node, child: Node, model: SemanticModel): boolean {
  if ((parent.kind !== 'With' && parent.kind !== 'AsyncWith') || child.kind === 'withitem') return false;
  return parent.items.some((item) => swallowingOf(item.context_expr, model) !== 'nothing');
}

function isOptional(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case 'If':
    case 'IfExp':
    case 'While':
      return child !== parent.test;
    case 'For':
    case 'AsyncFor':
      return child !== parent.iter;
    case 'BoolOp':
      return child !== parent.values[0];
    case 'Compare':
      return child !== parent.left && child !== parent.comparators[0];
    case 'Assert':
      return child !== parent.test;
    case 'Try':
    case 'TryStar':
      return !isIn(parent.finalbody, child);
    case 'match_case':
      return true;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
    case 'DictComp':
      return true;
    default:
      return false;
  }
}

/** Whether a child stands in one of its parent's blocks: by its place, because blocks are long. */
function isIn(block: readonly Node[], child: Node): boolean {
  const [first] = block;
  const last = block.at(-1);
  return first !== undefined && last !== undefined && child.start >= first.start && child.end <= last.end;
}
