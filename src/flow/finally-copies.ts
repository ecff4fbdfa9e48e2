import type { EdgeKind, ProgramPoint } from './control-flow-graph.ts';
import type { GraphParts, Loose, Sink } from './graph-parts.ts';
import type { Raised } from './oracle.ts';

/** How control leaves the statements before the block; what follows the block depends on it. */
export type Exit = 'next' | 'return' | 'break' | 'continue' | Raised;

interface Copy {
  /** Where the paths into it meet. */
  readonly join: ProgramPoint;
  readonly ends: readonly Loose[];
  /** What follows it so far: an exit, and of exceptions the kind of edge. */
  readonly followed: Set<string>;
}

/** A `finally` block, once for each exit of its `try`. */
export class FinallyCopies {
  readonly #copies = new Map<Exit | 'any', Copy>();

  constructor(
    private readonly parts: GraphParts,
    private readonly build: (paths: readonly Loose[]) => readonly Loose[],
    private readonly isShared: boolean,
  ) {}

  /** Leads paths through the copy for an exit, and on from its end. An exception goes on as explicitly as it came. */
  lead(exit: Exit, paths: readonly Loose[], on: Sink): void {
    if (paths.length === 0) return;
    const copy = this.#copyFor(this.isShared ? 'any' : exit);
    this.parts.connect(paths, copy.join);
    const isRaised = exit === 'error' || exit === 'departure';
    const kinds = isRaised ? new Set(paths.map(({ kind }) => kind)) : [undefined];
    for (const kind of kinds) {
      const next = `${exit} ${kind}`;
      if (copy.followed.has(next)) continue;
      copy.followed.add(next);
      on(
        kind === undefined ? copy.ends : copy.ends.map(({ from }) => ({ from, kind: raisedAgain(kind), goesOn: true })),
      );
    }
  }

  /** The paths behind the block, of those that come to it in order. */
  through(paths: readonly Loose[]): readonly Loose[] {
    const over: Loose[] = [];
    this.lead('next', paths, (behind) => {
      for (const each of behind) over.push(each);
    });
    return over;
  }

  #copyFor(exit: Exit | 'any'): Copy {
    let copy = this.#copies.get(exit);
    if (copy === undefined) {
      const join = this.parts.point(undefined, []);
      copy = { join, ends: this.build([{ from: join, kind: 'next' }]), followed: new Set() };
      this.#copies.set(exit, copy);
    }
    return copy;
  }
}

/** Anything but a kind of exception came from the end of another copy, by what a statement raised. */
const raisedAgain = (kind: EdgeKind): EdgeKind =>
  kind === 'may-raise' || kind === 'cancel' || kind === 'may-depart' ? kind : 'raise';
