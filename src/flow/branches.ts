import { ancestors, type Node } from '../ast/index.ts';
import { type ControlFlowGraph, type Edge, isImplicit, type ProgramPoint } from './control-flow-graph.ts';
import { findPath, reachableFrom } from './paths.ts';

interface Sides {
  readonly wanted: ReadonlySet<ProgramPoint>;
  readonly other: ReadonlySet<ProgramPoint>;
  /** Where the other side begins. */
  readonly first: readonly ProgramPoint[];
}

/** One outcome of something, and what control comes to behind it, as against all other outcomes. What fails without a `raise` is left out. */
export class Branch {
  readonly #byLoop = new Map<Node | undefined, Sides>();

  constructor(
    private readonly graph: ControlFlowGraph,
    private readonly wanted: readonly Edge[],
    private readonly other: readonly Edge[],
  ) {}

  /**
   * Whether the outcome leads to a node in the same round of every loop around it: `always` where no other outcome does, `perhaps`
   * where another does, but may also leave the function.
   */
  leadsTo(node: Node): 'always' | 'perhaps' | undefined {
    const points = this.graph.at(node);
    const { wanted, other, first } = this.#sidesFor(points.length === 0 ? undefined : loopAround(node));
    if (!points.some((point) => wanted.has(point))) return undefined;
    if (!points.some((point) => other.has(point))) return 'always';
    const { returns, raises } = this.graph;
    const left = findPath({
      from: first.filter((point) => !wanted.has(point)),
      to: (point) => point === returns || point === raises,
      avoiding: (point) => wanted.has(point) || points.includes(point),
      along: (edge) => !isImplicit(edge),
    });
    return left === undefined ? undefined : 'perhaps';
  }

  /** Whether the outcome ends the function by an exception, whatever comes then. */
  alwaysRaises(): boolean {
    const { wanted } = this.#sidesFor(undefined);
    return wanted.has(this.graph.raises) && !wanted.has(this.graph.returns) && !wanted.has(this.graph.end);
  }

  #sidesFor(loop: Node | undefined): Sides {
    let sides = this.#byLoop.get(loop);
    if (sides === undefined) {
      const isRepeated: ReadonlySet<Node> = new Set(loop === undefined ? [] : [loop, ...ancestors(loop)]);
      const isInRound = ({ repeats }: Edge): boolean => repeats === undefined || !isRepeated.has(repeats);
      // What is decided anew is another outcome.
      const decided = new Set([...this.wanted, ...this.other].map(({ from }) => from));
      const along = (edge: Edge): boolean => !isImplicit(edge) && isInRound(edge) && !decided.has(edge.to);
      const [first, others] = [this.wanted, this.other].map((edges) => edges.filter(isInRound).map(({ to }) => to)) as [
        ProgramPoint[],
        ProgramPoint[],
      ];
      const reached = (from: readonly ProgramPoint[]) => new Set([...from, ...reachableFrom({ from, along })]);
      sides = { wanted: reached(first), other: reached(others), first: others };
      this.#byLoop.set(loop, sides);
    }
    return sides;
  }
}

const LOOPS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['For', 'AsyncFor', 'While']);

const loopAround = (node: Node): Node | undefined => [...ancestors(node)].find(({ kind }) => LOOPS.has(kind));
