import type { ControlFlowGraph, ProgramPoint } from './control-flow-graph.ts';
import {
  completedBy,
  completionOf,
  evaluationOf,
  isCompletion,
  meetingsOf,
  type Steps,
  stepsOf,
} from './evaluation-steps.ts';

/** What happens to one name at a program point, in the order of evaluation. */
export type NameEvent<Read, Definition> =
  /** `isCertain`: it happens whenever the point is evaluated. */
  | { readonly kind: 'read'; readonly read: Read; readonly isCertain: boolean }
  | {
      readonly kind: 'bind';
      /** Undefined for what unbinds the name. */
      readonly definition: Definition | undefined;
      readonly isCertain: boolean;
      /** Nothing that the point evaluates can fail afterwards. */
      readonly isLast: boolean;
    };

/** What a name may hold somewhere, in static single-assignment form: https://en.wikipedia.org/wiki/Static_single-assignment_form. */
export type NameValue<Definition> =
  | { readonly kind: 'unbound'; readonly before: NameValue<Definition> | undefined }
  | { readonly kind: 'bound'; readonly definition: Definition; readonly before: NameValue<Definition> | undefined }
  /** Where paths meet (a phi function), or where it is open whether a definition ran. */
  | { readonly kind: 'either'; readonly of: readonly NameValue<Definition>[] }
  /** Behind a read, which an unbound name does not pass. */
  | { readonly kind: 'read'; readonly before: NameValue<Definition> };

export interface NameFlow<Read, Definition> {
  /** What a read may see: a value for each copy of its point; none where no path leads to it. */
  valuesAt(read: Read): readonly NameValue<Definition>[];
  /** All values, each behind those that dominate it. */
  readonly values: readonly NameValue<Definition>[];
}

/**
 * Follows one name through a graph. It costs what the name costs, not what the graph does: phi functions stand at the iterated dominance
 * frontiers of its definitions, after Cytron, Ferrante, Rosen, Wegman and Zadeck, "Efficiently Computing Static Single Assignment Form and
 * the Control Dependence Graph" (1991).
 */
export function followName<Read, Definition>(
  graph: ControlFlowGraph,
  events: ReadonlyMap<ProgramPoint, readonly NameEvent<Read, Definition>[]>,
  initial: readonly Definition[],
  /** Whether what stands behind a read is a value of its own: who asks what a name is bound to needs none. */
  { marksReads }: { readonly marksReads: boolean },
): NameFlow<Read, Definition> {
  return new NameFollower(stepsOf(graph), events, marksReads).follow(initial);
}

interface Phi<Definition> {
  readonly kind: 'either';
  readonly of: NameValue<Definition>[];
}

class NameFollower<Read, Definition> {
  readonly #values: NameValue<Definition>[] = [];
  readonly #reads = new Map<Read, NameValue<Definition>[]>();
  readonly #phis = new Map<number, Phi<Definition>>();
  readonly #at = new Map<number, readonly NameEvent<Read, Definition>[]>();
  /** What holds behind a point that changes it, from its evaluation to its completion. */
  readonly #completed = new Map<number, NameValue<Definition>>();
  readonly #visited: Set<number>;

  constructor(
    private readonly steps: Steps,
    events: ReadonlyMap<ProgramPoint, readonly NameEvent<Read, Definition>[]>,
    private readonly marksReads: boolean,
  ) {
    const changing: number[] = [];
    this.#visited = new Set();
    for (const [point, happenings] of events) {
      this.#at.set(evaluationOf(point), happenings);
      this.#visited.add(evaluationOf(point));
      const isBinding = happenings.some(({ kind }) => kind === 'bind');
      if (isBinding || marksReads) this.#visited.add(completionOf(point));
      if (!isBinding) continue;
      changing.push(completionOf(point));
      if (happenings.some((each) => each.kind === 'bind' && !each.isLast)) changing.push(evaluationOf(point));
    }
    for (const meeting of meetingsOf(steps, changing))
      this.#phis.set(meeting, this.#add<Phi<Definition>>({ kind: 'either', of: [] }));
  }

  follow(initial: readonly Definition[]): NameFlow<Read, Definition> {
    const { dominators, predecessors } = this.steps;
    const operandsOf = new Map<number, Phi<Definition>[]>();
    for (const [step, phi] of this.#phis) {
      this.#visited.add(step);
      for (const each of predecessors[step] ?? []) {
        this.#visited.add(each);
        const known = operandsOf.get(each);
        if (known === undefined) operandsOf.set(each, [phi]);
        else known.push(phi);
      }
    }
    const visited = [...this.#visited]
      .filter((step) => dominators.isReached(step))
      .sort((a, b) => dominators.preorderOf(a) - dominators.preorderOf(b));
    const start = this.#initialValue(initial);
    const above: { readonly step: number; readonly value: NameValue<Definition> }[] = [];
    for (const step of visited) {
      while (above.length > 0 && !dominators.dominates(above.at(-1)?.step as number, step)) above.pop();
      const value = this.#valueBehind(step, this.#phis.get(step) ?? above.at(-1)?.value ?? start);
      for (const phi of operandsOf.get(step) ?? []) phi.of.push(value);
      above.push({ step, value });
    }
    return { valuesAt: (read) => this.#reads.get(read) ?? [], values: this.#values };
  }

  #initialValue(initial: readonly Definition[]): NameValue<Definition> {
    const unbound = this.#add({ kind: 'unbound', before: undefined });
    const values = initial.map((definition) => this.#add({ kind: 'bound', definition, before: undefined }));
    return values.length > 1 ? this.#add({ kind: 'either', of: values }) : (values[0] ?? unbound);
  }

  /** What leaves a step, by what came to it. */
  #valueBehind(step: number, before: NameValue<Definition>): NameValue<Definition> {
    if (isCompletion(step)) return this.#completed.get(step) ?? before;
    const happenings = this.#at.get(step);
    if (happenings === undefined) return before;
    let value = before;
    const partial: NameValue<Definition>[] = [before];
    for (const each of happenings) {
      if (each.kind === 'read') {
        const seen = this.#reads.get(each.read);
        if (seen === undefined) this.#reads.set(each.read, [value]);
        else seen.push(value);
        if (each.isCertain && this.marksReads) value = this.#add({ kind: 'read', before: value });
        continue;
      }
      const { definition } = each;
      const bound = this.#add(
        definition === undefined ? { kind: 'unbound', before: value } : { kind: 'bound', definition, before: value },
      );
      value = each.isCertain ? bound : this.#add({ kind: 'either', of: [value, bound] });
      if (!each.isLast) partial.push(bound);
    }
    this.#completed.set(completedBy(step), value);
    return partial.length === 1 ? before : this.#add({ kind: 'either', of: partial });
  }

  #add<Value extends NameValue<Definition>>(value: Value): Value {
    this.#values.push(value);
    return value;
  }
}
