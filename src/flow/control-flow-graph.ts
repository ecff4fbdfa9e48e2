/**
 * The control-flow graph of one function, or of a module body: https://en.wikipedia.org/wiki/Control-flow_graph. Nodes are program
 * points: a simple statement, or the part of a compound one that is evaluated at once. `finally` has a copy for each exit, as
 * in CPython's own compiler. What a point evaluates has an order of its own (`a and b()`), which the graph does not show.
 */
import type { ClassDef, ExceptHandler, Node } from '../ast/index.ts';

/**
 * How control goes on: in order (`next`), by a test (`true`, `false`), or by an exception: one that a `raise`, an `assert` or a call
 * that never returns raises (`raise`), an error of what is evaluated (`may-raise`), one that arrives while the code is suspended (`cancel`:
 * a cancelled task, a closed generator), or one that may come at any time and is no `Exception` (`may-depart`: `SystemExit`,
 * `KeyboardInterrupt`).
 */
export type EdgeKind = 'next' | 'true' | 'false' | 'raise' | 'may-raise' | 'cancel' | 'may-depart';

export interface Edge {
  readonly from: ProgramPoint;
  readonly to: ProgramPoint;
  readonly kind: EdgeKind;
  /** An exception that goes on behind a `finally`: what the point evaluates has run to its end. */
  readonly goesOn: boolean;
  /** The loop whose next round it begins. */
  readonly repeats: Node | undefined;
}

export interface ProgramPoint {
  /** Position in `points`, in the order in which points were built: a body before what follows it. */
  readonly index: number;
  /**
   * What is evaluated: a simple statement, the test of an `if` or a loop, the iterable and then the target of a `for`, a `with` item, the
   * subject and each case of a `match`, the type of a handler's `ExceptHandler`, a function or class definition. Undefined where paths
   * only meet.
   */
  readonly node: Node | undefined;
  readonly successors: readonly Edge[];
  readonly predecessors: readonly Edge[];
}

export interface ControlFlowGraph {
  readonly entry: ProgramPoint;
  /** Where the end of the body is reached without a `return`. */
  readonly end: ProgramPoint;
  /** Where a `return` leaves. */
  readonly returns: ProgramPoint;
  /** Where an exception leaves. */
  readonly raises: ProgramPoint;
  /** All that some path reaches, `entry` and the three exits included. */
  readonly points: readonly ProgramPoint[];
  /** The points that evaluate a node; none where no path leads to it, or where it belongs to another function. */
  at(node: Node): readonly ProgramPoint[];
  /** Where the body of a class is over, which binds its name, and that of a handler, which unbinds its own. */
  endsOf(node: ClassDef | ExceptHandler): readonly ProgramPoint[];
}

const IMPLICIT: ReadonlySet<EdgeKind> = new Set<EdgeKind>(['may-raise', 'cancel', 'may-depart']);

/** An exception that no statement raises: evaluating the point fails. */
export const isImplicit = ({ kind, goesOn }: Edge): boolean => !goesOn && IMPLICIT.has(kind);

/** What a point evaluates has not run to its end when control leaves by the edge. */
export const isInterruption = (edge: Edge): boolean => isImplicit(edge) || (edge.kind === 'raise' && !edge.goesOn);
