import type { ControlFlowGraph, ProgramPoint } from './control-flow-graph.ts';
import { completionOf, evaluationOf, meetingsOf, stepsOf } from './evaluation-steps.ts';

/** A point that changes something; `isLast`: a point that fails has not done so. */
export interface Change {
  readonly point: ProgramPoint;
  readonly isLast: boolean;
}

/**
 * Versions of something that some points change, numbered: where one point dominates another and both have one version, nothing has
 * changed it in between, on any path. New ones begin at the changes and where paths with different ones meet (phi functions).
 */
export class Versions {
  readonly #met: ReadonlySet<number>;
  readonly #changed: ReadonlySet<number>;
  /** By step, what leaves it. */
  readonly #behind = new Map<number, number>();

  constructor(
    private readonly graph: ControlFlowGraph,
    changes: readonly Change[],
  ) {
    this.#changed = new Set(
      changes.flatMap(({ point, isLast }) => [...(isLast ? [] : [evaluationOf(point)]), completionOf(point)]),
    );
    this.#met = meetingsOf(stepsOf(graph), this.#changed);
  }

  /** When the point begins. */
  before(point: ProgramPoint): number {
    const step = evaluationOf(point);
    const above = stepsOf(this.graph).dominators.immediateOf(step);
    return this.#met.has(step) ? step : above === undefined ? START : this.#versionBehind(above);
  }

  /** When it has run. */
  after(point: ProgramPoint): number {
    return this.#versionBehind(completionOf(point));
  }

  #versionBehind(step: number): number {
    const { dominators } = stepsOf(this.graph);
    const passed: number[] = [];
    let at: number | undefined = step;
    let version: number | undefined;
    while (at !== undefined && version === undefined) {
      version = this.#behind.get(at) ?? this.#beginningAt(at);
      passed.push(at);
      at = dominators.immediateOf(at);
    }
    for (const each of passed) this.#behind.set(each, version ?? START);
    return version ?? START;
  }

  #beginningAt(step: number): number | undefined {
    if (this.#changed.has(step)) return AFTER_CHANGE - step;
    return this.#met.has(step) ? step : undefined;
  }
}

const START = -1;
/** Told apart from the version that comes to the same step. */
const AFTER_CHANGE = -2;
