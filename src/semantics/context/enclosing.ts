/** What is around a node, read off the parent pointers. */

import type {
  AsyncFor,
  AsyncFunctionDef,
  ClassDef,
  ExceptHandler,
  Expression,
  For,
  FunctionDef,
  Node,
  Try,
  TryStar,
} from '../../ast/index.ts';
import { chainHead, isInBlock, raisesAllAgain } from '../../ast/index.ts';
import type { LoopNode } from '../context.ts';
import type { FunctionNode } from '../state.ts';

/** Innermost function or lambda whose body holds the node; decorators, defaults and annotations are outside. */
export function functionAround(node: Node): FunctionNode | undefined {
  let child = node;
  for (let at = node.parent; at !== undefined; child = chainHead(at), at = child.parent) {
    const fn = functionEntered(at, child);
    if (fn !== undefined) return fn;
  }
  return undefined;
}

/** The function whose body `child` belongs to, when `at` is that function. */
export function functionEntered(at: Node, child: Node): FunctionNode | undefined {
  switch (at.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return isInBlock(at.body, child) ? at : undefined;
    case 'Lambda':
      return child === at.body ? at : undefined;
    default:
      return undefined;
  }
}

/** Innermost def or async def around a node, lambdas passed over. */
export function defAround(node: Node): FunctionDef | AsyncFunctionDef | undefined {
  let fn = functionAround(node);
  while (fn?.kind === 'Lambda') fn = functionAround(fn);
  return fn;
}

/** Innermost class whose body holds the node; bases, keywords and decorators are outside. */
export function classAround(node: Node): ClassDef | undefined {
  let child = node;
  for (let at = node.parent; at !== undefined; child = chainHead(at), at = child.parent) {
    if (at.kind === 'ClassDef' && isInBlock(at.body, child)) return at;
  }
  return undefined;
}

/** The class in whose body (through `if`, `try` and `with`) a function stands; a lambda counts when it is bound there. */
export function classOfMethod(fn: FunctionNode): ClassDef | undefined {
  let at: Node | undefined = fn.parent;
  if (fn.kind === 'Lambda') {
    if (at?.kind !== 'Assign' && at?.kind !== 'AnnAssign') return undefined;
    at = at.parent;
  }
  for (; at !== undefined; at = chainHead(at).parent) {
    switch (at.kind) {
      case 'ClassDef':
        return at;
      case 'If':
      case 'Try':
      case 'TryStar':
      case 'ExceptHandler':
      case 'With':
        continue;
      default:
        return undefined;
    }
  }
  return undefined;
}

/** Innermost loop that runs the node again and again, within the same function. */
export function loopAround(node: Node): LoopNode | undefined {
  let child = node;
  let grandchild = node;
  for (let at = node.parent; at !== undefined; grandchild = child, child = chainHead(at), at = child.parent) {
    if (functionEntered(at, child) !== undefined) return undefined;
    switch (at.kind) {
      case 'For':
      case 'AsyncFor':
        if (isRepeatedByFor(at, child)) return at;
        break;
      case 'While':
        if (!isInBlock(at.orelse, child)) return at;
        break;
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp': {
        const first = at.generators[0];
        if (first === undefined || child !== first || grandchild !== first.iter) return at;
        break;
      }
    }
  }
  return undefined;
}

/** Innermost handler whose body contains the node, within the same function. */
export function handlerAround(node: Node): ExceptHandler | undefined {
  let child = node;
  for (let at = node.parent; at !== undefined; child = chainHead(at), at = child.parent) {
    if (functionEntered(at, child) !== undefined) return undefined;
    if (at.kind === 'ExceptHandler' && child !== at.type) return at;
  }
  return undefined;
}

/** Try statements whose body contains the node, innermost first, within the same function; one that only raises again is none. */
export function triesAround(node: Node): readonly (Try | TryStar)[] {
  const tries: (Try | TryStar)[] = [];
  let child = node;
  for (let at = node.parent; at !== undefined; child = chainHead(at), at = child.parent) {
    if (functionEntered(at, child) !== undefined) break;
    if ((at.kind === 'Try' || at.kind === 'TryStar') && isInBlock(at.body, child) && !raisesAllAgain(at)) {
      tries.push(at);
    }
  }
  return tries;
}

/** Context managers of `with` statements whose body contains the node, innermost first, within the same function. */
export function managersAround(node: Node): readonly Expression[] {
  const managers: Expression[] = [];
  let child = node;
  for (let at = node.parent; at !== undefined; child = chainHead(at), at = child.parent) {
    if (functionEntered(at, child) !== undefined) break;
    if ((at.kind === 'With' || at.kind === 'AsyncWith') && isInBlock(at.body, child))
      managers.push(...at.items.map(({ context_expr }) => context_expr).toReversed());
  }
  return managers;
}

/** Tests of `if` and conditional expressions that have a branch around the node, innermost first, within the same function. */
export function testsAround(node: Node): readonly Expression[] {
  const tests: Expression[] = [];
  let child = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
    if (functionEntered(at, child) !== undefined) break;
    if ((at.kind === 'If' || at.kind === 'IfExp') && at.test !== child) tests.push(at.test);
  }
  return tests;
}

function isRepeatedByFor(loop: For | AsyncFor, child: Node): boolean {
  return child !== loop.iter && !isInBlock(loop.orelse, child);
}
