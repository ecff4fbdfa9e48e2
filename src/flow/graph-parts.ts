import { type Expression, isStatement, type Node } from '../ast/index.ts';
import type { Edge, EdgeKind, ProgramPoint } from './control-flow-graph.ts';

/** An edge whose end is not known yet. */
export interface Loose {
  readonly from: ProgramPoint;
  readonly kind: EdgeKind;
  readonly goesOn?: true;
  /** Of a `raise` statement. */
  readonly exception?: Expression;
}

/** Takes paths that leave a block, and leads them on. */
export type Sink = (paths: readonly Loose[]) => void;

interface Growing extends ProgramPoint {
  readonly successors: Edge[];
  readonly predecessors: Edge[];
}

const NONE: readonly never[] = [];

/** The points and edges of a graph while it is built. */
export class GraphParts {
  readonly points: Growing[] = [];
  readonly #at = new Map<Node, ProgramPoint[]>();
  readonly #ends = new Map<Node, ProgramPoint[]>();

  /** A new point that paths lead to. */
  point(node: Node | undefined, paths: readonly Loose[]): ProgramPoint {
    const point: Growing = { index: this.points.length, node, successors: [], predecessors: [] };
    this.points.push(point);
    if (node !== undefined) note(this.#at, node, point);
    this.connect(paths, point);
    return point;
  }

  /** A new point where the body of a class or a handler is over. */
  end(node: Node, paths: readonly Loose[]): ProgramPoint {
    const point = this.point(undefined, paths);
    note(this.#ends, node, point);
    return point;
  }

  endsOf(node: Node): readonly ProgramPoint[] {
    return this.#ends.get(node) ?? NONE;
  }

  connect(paths: readonly Loose[], to: ProgramPoint, repeats?: Node): void {
    const target = this.points[to.index];
    for (const { from, kind, goesOn = false } of paths) {
      const edge: Edge = { from, to, kind, goesOn, repeats };
      this.points[from.index]?.successors.push(edge);
      target?.predecessors.push(edge);
    }
  }

  /** Of what is evaluated together with others, where they are; of a compound statement, where its evaluation begins. */
  at(node: Node): readonly ProgramPoint[] {
    let child: Node | undefined;
    for (let at: Node | undefined = firstEvaluated(node); at !== undefined; child = at, at = at.parent) {
      const points = this.#at.get(at);
      if (points !== undefined) return points;
      // What no path reaches has no point, and the body of a lambda is evaluated at another time.
      if (isStatement(at) || (at.kind === 'Lambda' && at.body === child)) break;
    }
    return NONE;
  }
}

function note(points: Map<Node, ProgramPoint[]>, node: Node, point: ProgramPoint): void {
  const known = points.get(node);
  if (known === undefined) points.set(node, [point]);
  else known.push(point);
}

function firstEvaluated(node: Node): Node {
  let at = node;
  for (;;) {
    const [first] = at.kind === 'Try' || at.kind === 'TryStar' ? at.body : [];
    if (first === undefined) return headOf(at);
    at = first;
  }
}

function headOf(node: Node): Node {
  switch (node.kind) {
    case 'If':
    case 'While':
      return node.test;
    case 'For':
    case 'AsyncFor':
      return node.iter;
    case 'With':
    case 'AsyncWith':
      return node.items[0] ?? node;
    case 'Match':
      return node.subject;
    default:
      return node;
  }
}
