/** Locks taken by `.acquire()` and given back by `.release()`, on the paths of a function. */
import { type Call, type Expression, isStatement, type Node, type Stmt, withoutAwait } from '../../ast/index.ts';
import {
  type ControlFlowGraph,
  type Edge,
  isInterruption,
  type ProgramPoint,
  reachedBehind,
  reachedWithout,
  takeApart,
} from '../../flow/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { lockKindOf, lockText } from './lock-objects.ts';

/** What one function does to one lock. */
export class LockPaths {
  /** Where it may not have been taken, and where it may have been given back. */
  readonly #without: ReadonlySet<ProgramPoint>;
  readonly #behind: ReadonlySet<ProgramPoint>;

  constructor(
    private readonly graph: ControlFlowGraph,
    private readonly taken: readonly TakenLock[],
    releases: readonly Call[],
    reentered: readonly Node[],
  ) {
    const begins = (edge: Edge): boolean => taken.some(({ acquire }) => isTakenAlong(edge, acquire));
    const entries = new Set(reentered.flatMap((item) => graph.at(item)));
    const ends = releases.flatMap((call) => graph.at(call));
    this.#without = reachedWithout(graph, { begins, ends });
    this.#behind = reachedBehind({ begins: (edge) => begins(edge) || entries.has(edge.from), ends });
  }

  /** By the last `acquire` before the node, where every path to it has taken the lock. */
  heldAt(node: Node): HeldLock | undefined {
    const points = this.graph.at(node);
    const isHeld = points.length > 0 && !points.some((point) => this.#without.has(point));
    return isHeld ? (this.taken.findLast(({ acquire }) => acquire.start < node.start) ?? this.taken[0]) : undefined;
  }

  /** Whether some path to the node has given it back. */
  mayBeReleasedAt(node: Node): boolean {
    return this.graph.at(node).some((point) => this.#behind.has(point));
  }
}

export type TakenLock = HeldLock & { readonly acquire: Call };

/** The lock that a call of `acquire` takes, as a statement of its own, as a value, or in a test. */
export function lockTaken(acquire: Call, model: SemanticModel): TakenLock | undefined {
  const lock = lockNamed(acquire, 'acquire');
  const kind = lock && lockKindOf(model, lock, acquire.parent?.kind === 'Await');
  const holder = kind && statementAround(acquire);
  return lock && kind && holder ? { kind, lock, holder, acquire } : undefined;
}

/** What `lock.acquire()` and `lock.release()` are called on, where two mentions of it can be compared. */
export function lockNamed({ func }: Call, method: 'acquire' | 'release'): Expression | undefined {
  const isCalled = func.kind === 'Attribute' && func.attr === method && lockText(func.value) !== undefined;
  return isCalled ? func.value : undefined;
}

/** `if not lock.acquire(timeout=1): return` goes on with the lock held; what fails to take it holds none. */
export function isTakenAlong(edge: Edge, acquire: Call): boolean {
  const { node } = edge.from;
  if (node === undefined || isInterruption(edge)) return false;
  if (node.kind === 'Expr' || node.kind === 'Assign') return withoutAwait(node.value) === acquire;
  return (
    (edge.kind === 'true' || edge.kind === 'false') &&
    takeApart({ test: node as Expression, isTrue: edge.kind === 'true' }).some(
      ({ test, isTrue }) => isTrue && test.kind !== 'match_case' && withoutAwait(test) === acquire,
    )
  );
}

function statementAround(node: Node): Stmt | undefined {
  let at: Node | undefined = node;
  while (at !== undefined && !isStatement(at)) at = at.parent;
  return at;
}
