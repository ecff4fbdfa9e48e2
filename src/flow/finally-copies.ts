import type { EdgeKind, ProgramPoint } from './control-flow-graph.ts';
import type { GraphParts, Loose, Sink } from './graph-parts.ts';

interface Copy {
  /** Where the ways into it meet. */
  readonly join: ProgramPoint;
  readonly ends: readonly Loose[];
  /** How the ways that were led through it go on, so far. */
  readonly led: Set<string>;
}

/** A `finally` block, once for each way of leaving its `try`: what follows it depends on why it runs. */
export class FinallyCopies {
  readonly #copies = new Map<string, Copy>();

  constructor(
    private readonly parts: GraphParts,
    private readonly build: (paths: readonly Loose[]) => readonly Loose[],
    private readonly isShared: boolean,
  ) {}

  /** Leads paths through the copy for a way of leaving, and on from its end. An exception goes on as explicitly as it came. */
  lead(way: string, paths: readonly Loose[], on: Sink): void {
    if (paths.length === 0) return;
    const copy = this.#copyFor(this.isShared ? 'any' : way);
    this.parts.connect(paths, copy.join);
    const isRaised = way === 'error' || way === 'departure';
    const kinds = isRaised ? new Set(paths.map(({ kind }) => kind)) : [undefined];
    for (const kind of kinds) {
      const onward = `${way} ${kind}`;
      if (copy.led.has(onward)) continue;
      copy.led.add(onward);
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

  #copyFor(name: string): Copy {
    let copy = this.#copies.get(name);
    if (copy === undefined) {
      const join = this.parts.point(undefined, []);
      copy = { join, ends: this.build([{ from: join, kind: 'next' }]), led: new Set() };
      this.#copies.set(name, copy);
    }
    return copy;
  }
}

/** Anything but a kind of exception came from the end of another copy, by what a statement raised. */
const raisedAgain = (kind: EdgeKind): EdgeKind =>
  kind === 'may-raise' || kind === 'cancel' || kind === 'may-depart' ? kind : 'raise';
