/** Locks taken by `.acquire()` and given back by `.release()`, on the paths of a function. */
import {
  booleanConstant,
  boundTarget,
  type Call,
  dottedName,
  type Expression,
  type Node,
  type Stmt,
  withoutAwait,
} from '../../ast/index.ts';
import {
  type ControlFlowGraph,
  type Edge,
  isInterruption,
  type ProgramPoint,
  reachableFrom,
  reachedBehind,
  reachedWithout,
  takeApart,
} from '../../flow/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { statementAround } from '../names/statement.ts';
import { lockKindOf } from './lock-objects.ts';

/** What one function does to one lock. */
export class LockPaths {
  /** Where it may not have been taken, and where it may have been given back. */
  readonly #without: ReadonlySet<ProgramPoint>;
  readonly #behind: ReadonlySet<ProgramPoint>;
  readonly #ends: readonly ProgramPoint[];

  constructor(
    private readonly graph: ControlFlowGraph,
    private readonly taken: readonly TakenLock[],
    releases: readonly Call[],
    reentered: readonly Node[],
    model: SemanticModel,
  ) {
    const begins = (edge: Edge): boolean => taken.some(({ acquire }) => isTakenAlong(edge, acquire, model));
    const entries = new Set(reentered.flatMap((item) => graph.at(item)));
    const ends = releases.flatMap((call) => graph.at(call));
    this.#ends = ends;
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

  /** Whether some path from one node to another gives it back, and does not come to the first once more. */
  mayBeReleasedBetween(first: Node, second: Node): boolean {
    const start = this.graph.at(first);
    const avoiding = (point: ProgramPoint): boolean => start.includes(point);
    const reached = reachableFrom({ from: start, avoiding });
    const behind = reachableFrom({ from: this.#ends.filter((end) => reached.has(end)), avoiding });
    return this.graph.at(second).some((point) => behind.has(point));
  }
}

export type TakenLock = HeldLock & { readonly acquire: Call };

/** The lock that a call of `acquire` takes, as a statement of its own, as a value, or in a test. */
export function lockTaken(acquire: Call, model: SemanticModel): TakenLock | undefined {
  const lock = lockNamed(acquire, 'acquire');
  const kind = lock && lockKindOf(model, lock, acquire.parent?.kind === 'Await');
  const holder = statementAround(acquire) as Stmt;
  return lock && kind ? { kind, lock, holder, acquire } : undefined;
}

/** What `lock.acquire()` and `lock.release()` are called on, where two mentions of it can be compared. */
export function lockNamed({ func }: Call, method: 'acquire' | 'release'): Expression | undefined {
  const isCalled = func.kind === 'Attribute' && func.attr === method && dottedName(func.value) !== undefined;
  return isCalled ? func.value : undefined;
}

/** Whether who goes on along an edge may have taken the lock by that call: what fails or is refused has not. */
export function mayBeTakenAlong(edge: Edge, acquire: Call, model: SemanticModel): boolean {
  const { node } = edge.from;
  if (node === undefined || isInterruption(edge)) return false;
  if (node.kind === 'Expr' || node.kind === 'Assign') return withoutAwait(node.value) === acquire;
  return outcomeAlong(edge, acquire, model) === true;
}

/** `if not lock.acquire(timeout=1): return` goes on with the lock held; of `got = lock.acquire(timeout=1)` the test of `got` decides. */
const isTakenAlong = (edge: Edge, acquire: Call, model: SemanticModel): boolean =>
  mayBeTakenAlong(edge, acquire, model) && !(edge.from.node?.kind === 'Assign' && mayGiveUp(acquire));

/** What an edge says of the answer of a call, if it is one of a test of it, or of the name that holds it. */
export function outcomeAlong({ from, kind }: Edge, call: Call, { flow }: SemanticModel): boolean | undefined {
  if (kind !== 'true' && kind !== 'false') return undefined;
  const tests = takeApart({ test: from.node as Expression, isTrue: kind === 'true' });
  return tests.find(({ test }) => {
    if (test.kind === 'match_case') return false;
    const [only, other] = test.kind === 'Name' && test.ctx === 'Load' ? flow.reachingDefinitions(test) : [];
    const value = only?.kind === 'assignment' && other === undefined ? only.value : test;
    return value !== undefined && withoutAwait(value) === call;
  })?.isTrue;
}

/** `acquire(timeout=1)` and `acquire(False)`, whose answer a name holds. */
const mayGiveUp = (acquire: Call): boolean =>
  boundTarget(acquire)?.kind === 'Name' &&
  [...acquire.args, ...acquire.keywords.map(({ value }) => value)].some((each) => booleanConstant(each) !== true);
