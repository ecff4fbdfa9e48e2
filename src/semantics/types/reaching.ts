import type { Name, Node } from '../../ast/index.ts';
import type { Binding, Definition, Names, Scope } from '../names.ts';

/**
 * The one definition of a name bound several times that a load certainly sees: the last one before it, when it is in
 * a block around the load and no loop carries another one back. Undefined where more than one may reach.
 */
export function definitionSeenBy(name: Name, binding: Binding, names: Names): Definition | undefined {
  if (scopeRunning(name, names) !== binding.scope) return undefined;
  const { definitions } = binding;
  if (definitions.length > MAX_DEFINITIONS || definitions.some((definition) => definition.remote)) return undefined;
  const index = lastBefore(definitions, name.start);
  const candidate = definitions[index];
  if (candidate === undefined || !dominates(candidate, name)) return undefined;
  return isCarriedAround(candidate, definitions, name) ? undefined : candidate;
}

/** Tables of ten thousand assignments to one name are not worth a walk for each load. */
const MAX_DEFINITIONS = 200;

/** Comprehensions run where they stand, so they see what the scope around them sees. */
function scopeRunning(name: Name, names: Names): Scope {
  let scope = names.scopeAt(name);
  while (scope.kind === 'comprehension' && scope.parent !== undefined) scope = scope.parent;
  return scope;
}

/** Index of the last definition that has taken effect at an offset; a value is evaluated before its name is bound. */
function lastBefore(definitions: readonly Definition[], offset: number): number {
  let low = 0;
  let high = definitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const definition = definitions[middle];
    if (definition !== undefined && effectOf(definition) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function effectOf({ kind, node, statement }: Definition): number {
  return kind === 'assignment' || kind === 'augmented' || kind === 'annotation' ? statement.end : node.start;
}

function dominates({ kind, node, statement }: Definition, name: Name): boolean {
  switch (kind) {
    case 'parameter':
      return true;
    case 'assignment':
      return isInSameBlockAfter(statement, name);
    case 'with':
      return contains(statement, name) || isInSameBlockAfter(statement, name);
    case 'except':
      return contains(node, name);
    default:
      return false;
  }
}

/**
 * Whether a statement is in the very block in which, at some depth, a node stands too. Behind a `try` whose handlers all
 * leave, its body has run.
 */
function isInSameBlockAfter(statement: Node, node: Node): boolean {
  const block = statement.parent;
  let at: Node = node;
  while (at.parent !== undefined && at.parent !== block) at = at.parent;
  if (at.parent !== undefined) return branchOf(block, statement) === branchOf(block, at);
  const hasRun =
    block?.kind === 'Try' && branchOf(block, statement) === 'body' && block.handlers.every(({ body }) => leaves(body));
  return hasRun && isInSameBlockAfter(block, node);
}

const leaves = (block: readonly Node[]): boolean => LEAVING.has(block.at(-1)?.kind ?? 'Pass');
const LEAVING: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['Return', 'Raise', 'Continue', 'Break']);

/** Which of its blocks a compound statement keeps a child in. */
function branchOf(owner: Node | undefined, child: Node): string | Node {
  switch (owner?.kind) {
    case 'If':
    case 'While':
    case 'For':
    case 'AsyncFor':
      return isAmong(owner.orelse, child) ? 'orelse' : 'body';
    case 'Try':
    case 'TryStar':
      if (child.kind === 'ExceptHandler') return child;
      if (isAmong(owner.orelse, child)) return 'orelse';
      return isAmong(owner.finalbody, child) ? 'finalbody' : 'body';
    default:
      return 'body';
  }
}

/** Blocks are in source order, so a child's place is known by its offset. */
function isAmong(block: readonly Node[], child: Node): boolean {
  const first = block[0];
  const last = block.at(-1);
  return first !== undefined && last !== undefined && child.start >= first.start && child.end <= last.end;
}

/** Whether a loop around the load, but not around the candidate, holds another definition. */
function isCarriedAround(candidate: Definition, definitions: readonly Definition[], name: Name): boolean {
  for (let at = name.parent; at !== undefined && !contains(at, candidate.node); at = at.parent) {
    if (at.kind !== 'For' && at.kind !== 'AsyncFor' && at.kind !== 'While') continue;
    const next = definitions[lastStartingBefore(definitions, at.start) + 1];
    if (next !== undefined && next.node.start < at.end) return true;
  }
  return false;
}

function lastStartingBefore(definitions: readonly Definition[], offset: number): number {
  let low = 0;
  let high = definitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((definitions[middle]?.node.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function contains(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
