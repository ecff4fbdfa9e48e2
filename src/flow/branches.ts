import { ancestors, type Node } from '../ast/index.ts';
import { type ControlFlowGraph, type Edge, isImplicit, type ProgramPoint } from './control-flow-graph.ts';
import { reachableFrom } from './paths.ts';

interface Sides {
  readonly wanted: ReadonlySet<ProgramPoint>;
  readonly other: ReadonlySet<ProgramPoint>;
  /** The other side ends the function on a path of its own. */
  readonly isLeft: boolean;
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
    const { wanted, other, isLeft } = this.#sidesFor(points.length === 0 ? undefined : loopAround(node));
    if (!points.some((point) => wanted.has(point))) return undefined;
    if (!points.some((point) => other.has(point))) return 'always';
    return isLeft ? 'perhaps' : undefined;
  }

  /** Whether the outcome ends the function by an exception, whatever comes then. */
  alwaysRaises(): boolean {
    const { wanted } = this.#sidesFor(undefined);
    return wanted.has(this.graph.raises) && !wanted.has(this.graph.returns) && !wanted.has(this.graph.end);
  }

  #sidesFor(loop: Node | undefined): Sides {
    let sides = this.#byLoop.get(loop);
    if (sides === undefined) {
      const isRepeated = new Set(loop === undefined ? [] : [loop, ...ancestors(loop)]);
      const [wanted, other] = [this.wanted, this.other].map((edges) => behind(edges, isRepeated)) as [Points, Points];
      const isLeft = [...other].some((each) => !wanted.has(each) && LEAVES.has(each.node?.kind));
      sides = { wanted, other, isLeft };
      this.#byLoop.set(loop, sides);
    }
    return sides;
  }
}

type Points = ReadonlySet<ProgramPoint>;

const behind = (edges: readonly Edge[], loops: ReadonlySet<Node>): Points => {
  const isInRound = ({ repeats }: Edge): boolean => repeats === undefined || !loops.has(repeats);
  const along = (edge: Edge): boolean => !isImplicit(edge) && isInRound(edge);
  const first = edges.filter(isInRound).map(({ to }) => to);
  return new Set([...first, ...reachableFrom({ from: first, along })]);
};

const LEAVES: ReadonlySet<Node['kind'] | undefined> = new Set<Node['kind']>(['Return', 'Raise']);
const LOOPS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['For', 'AsyncFor', 'While']);

const loopAround = (node: Node): Node | undefined => [...ancestors(node)].find(({ kind }) => LOOPS.has(kind));
