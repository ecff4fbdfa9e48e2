import { type Module, type Node, pushChildren } from '../ast/index.ts';
import type { Problem, SourceContext } from '../kit/index.ts';
import type { SemanticModel } from '../semantics/index.ts';
import type { PreparedRules, PreparedSourceRule, Visit } from './prepared-rules.ts';
import { RuleContext } from './source-context.ts';
import type { Timing } from './timing.ts';

/** What the source rules say of one file. */
export interface SourceRuleResults {
  readonly reported: readonly { readonly by: PreparedSourceRule; readonly problems: readonly Problem[] }[];
  readonly failed: readonly { readonly by: PreparedSourceRule; readonly error: unknown }[];
  /** The deadline passed before the walk ended; nothing that was found is kept. */
  readonly tooSlow: boolean;
}

/** Runs all source rules in one walk over the tree. A rule that throws is left out from there on. */
export function runSourceRules(
  model: SemanticModel,
  prepared: PreparedRules,
  isTooLate: () => boolean,
  timing: Timing | undefined,
): SourceRuleResults {
  const runs = prepared.source.map((by) => new RuleRun(by, new RuleContext(model, by.effective.options), timing));
  const finished = walkTree(model.source.module, prepared, runs, isTooLate);
  return {
    reported: finished
      ? runs.filter((run) => !run.hasFailed).map(({ by, ctx }) => ({ by, problems: ctx.problems }))
      : [],
    failed: runs.filter((run) => run.hasFailed).map(({ by, error }) => ({ by, error })),
    tooSlow: !finished,
  };
}

/** Parents first, in source order of the fields. False when it became too late. */
function walkTree(
  root: Module,
  { visits }: PreparedRules,
  runs: readonly RuleRun[],
  isTooLate: () => boolean,
): boolean {
  let visited = 0;
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const visitors = visits.get(node.kind);
    if (visitors !== undefined) {
      for (const [index, visit] of visitors) runs[index]?.visit(visit, node);
      if (++visited % VISITS_PER_LOOK === 0 && isTooLate()) return false;
    }
    pushChildren(node, pending);
  }
  return !isTooLate();
}

/** Looking at the clock costs as much as a small visit. */
const VISITS_PER_LOOK = 64;

/** One rule on one file. */
class RuleRun {
  hasFailed = false;
  error: unknown;

  constructor(
    readonly by: PreparedSourceRule,
    readonly ctx: RuleContext,
    readonly timing: Timing | undefined,
  ) {}

  visit(visit: Visit, node: Node): void {
    if (this.hasFailed) return;
    const start = this.timing?.now() ?? 0;
    try {
      // Options were parsed by this rule's own schema, so the context is the one that its visitor declares.
      visit(node, this.ctx as unknown as SourceContext<never>);
    } catch (error) {
      this.hasFailed = true;
      this.error = error;
    }
    this.timing?.addRule(this.by.registered.name, this.timing.now() - start);
  }
}
