import { allNodes, type Node } from '../ast/index.ts';
import type { Problem, SourceContext } from '../kit/index.ts';
import type { SemanticModel } from '../semantics/index.ts';
import type { KindVisit, PreparedRules, PreparedSourceRule } from './prepared-rules.ts';
import { RuleContext } from './source-context.ts';
import type { Timing } from './timing.ts';

/** What the source rules say of one file. */
export interface SourceRuleResults {
  readonly reported: readonly { readonly by: PreparedSourceRule; readonly problems: readonly Problem[] }[];
  readonly failed: readonly { readonly by: PreparedSourceRule; readonly error: unknown }[];
  /** The deadline passed before the walk ended; nothing that was found is kept. */
  readonly tooSlow: boolean;
}

/** Runs all source rules in one pass over the nodes. A rule that throws is left out from there on. */
export function runSourceRules(
  model: SemanticModel,
  prepared: PreparedRules,
  isTooLate: () => boolean,
  timing: Timing | undefined,
): SourceRuleResults {
  const runs = new RuleRuns(model, prepared.source, timing);
  const finished = visitNodes(allNodes(model.source.module), prepared.visitsIn(model.context.role), runs, isTooLate);
  return {
    reported: finished ? runs.reported() : [],
    failed: runs.failed,
    tooSlow: !finished,
  };
}

/** Parents first, in source order of the fields. False when it became too late. */
function visitNodes(
  nodes: readonly Node[],
  visits: ReturnType<PreparedRules['visitsIn']>,
  runs: RuleRuns,
  isTooLate: () => boolean,
): boolean {
  let visited = 0;
  for (const node of nodes) {
    const visitors = visits.get(node.kind);
    if (visitors === undefined) continue;
    for (const visitor of visitors) runs.visit(visitor, node);
    if (++visited % VISITS_PER_LOOK === 0 && isTooLate()) return false;
  }
  return !isTooLate();
}

/** Looking at the clock costs as much as a small visit. */
const VISITS_PER_LOOK = 64;

/** The rules on one file; a rule has a context from its first visit on. */
class RuleRuns {
  readonly failed: { readonly by: PreparedSourceRule; readonly error: unknown }[] = [];
  readonly #contexts: (RuleContext | undefined)[];
  readonly #hasFailed: boolean[];

  constructor(
    readonly model: SemanticModel,
    readonly rules: readonly PreparedSourceRule[],
    readonly timing: Timing | undefined,
  ) {
    this.#contexts = rules.map(() => undefined);
    this.#hasFailed = rules.map(() => false);
  }

  visit({ rule, visit }: KindVisit, node: Node): void {
    if (this.#hasFailed[rule] === true) return;
    const ctx = this.#contexts[rule] ?? this.#begin(rule);
    const start = this.timing === undefined ? 0 : this.timing.now();
    try {
      // Options were parsed by this rule's own schema, so the context is the one that its visitor declares.
      visit(node, ctx as unknown as SourceContext<never>);
    } catch (error) {
      this.#fail(rule, error);
    }
    if (this.timing !== undefined) this.#addTime(rule, this.timing.now() - start);
  }

  reported(): SourceRuleResults['reported'] {
    return this.rules.flatMap((by, rule) =>
      this.#hasFailed[rule] === true ? [] : { by, problems: this.#contexts[rule]?.problems ?? [] },
    );
  }

  #begin(rule: number): RuleContext {
    const ctx = new RuleContext(this.model, this.rules[rule]?.effective.options ?? {});
    this.#contexts[rule] = ctx;
    return ctx;
  }

  #fail(rule: number, error: unknown): void {
    this.#hasFailed[rule] = true;
    const by = this.rules[rule];
    if (by !== undefined) this.failed.push({ by, error });
  }

  #addTime(rule: number, milliseconds: number): void {
    const by = this.rules[rule];
    if (by !== undefined) this.timing?.addRule(by.registered.name, milliseconds);
  }
}
