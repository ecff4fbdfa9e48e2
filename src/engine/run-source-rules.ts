import { identifiersOf, type Node, nodesOf } from '../ast/index.ts';
import type { Problem, SourceContext, SourceRule } from '../kit/index.ts';
import type { FileRole, SemanticModel } from '../semantics/index.ts';
import type { PreparedRules, PreparedSourceRule } from './prepared-rules.ts';
import { RuleContext } from './source-context.ts';
import type { Timing } from './timing.ts';

/** What the source rules say of one file. */
export interface SourceRuleResults {
  readonly reported: readonly { readonly by: PreparedSourceRule; readonly problems: readonly Problem[] }[];
  readonly failed: readonly { readonly by: PreparedSourceRule; readonly error: unknown }[];
  /** The deadline passed before the walk ended; nothing that was found is kept. */
  readonly tooSlow: boolean;
}

/**
 * Runs the source rules on one file, one after the other over the nodes of the kinds they visit. A rule that throws is left
 * out from there on.
 */
export function runSourceRules(
  model: SemanticModel,
  { source: rules }: PreparedRules,
  isTooLate: () => boolean,
  timing: Timing | undefined,
): SourceRuleResults {
  const reported: { readonly by: PreparedSourceRule; readonly problems: readonly Problem[] }[] = [];
  const failed: { readonly by: PreparedSourceRule; readonly error: unknown }[] = [];
  const { roles } = model.context;
  const identifiers = identifiersOf(model.source.module);
  for (const by of rules) {
    const isConcerned = concerns(by.rule, roles, identifiers);
    if (isConcerned && isTooLate()) break;
    const start = timing?.now() ?? 0;
    try {
      reported.push({ by, problems: isConcerned ? problemsOf(by, model, isTooLate) : [] });
    } catch (error) {
      failed.push({ by, error });
    }
    timing?.addRule(by.registered.name, timing.now() - start);
  }
  return isTooLate() ? { reported: [], failed, tooSlow: true } : { reported, failed, tooSlow: false };
}

function concerns(
  { skips, mentions }: SourceRule,
  roles: readonly FileRole[],
  identifiers: ReadonlySet<string>,
): boolean {
  if (roles.some((role) => skips.has(role))) return false;
  return mentions.length === 0 || mentions.some((identifier) => identifiers.has(identifier));
}

/** Stops where it becomes too late: what was found by then is dropped. */
function problemsOf(
  { effective, visits }: PreparedSourceRule,
  model: SemanticModel,
  isTooLate: () => boolean,
): readonly Problem[] {
  const ctx = new RuleContext(model, effective.options);
  let visited = 0;
  for (const [kind, visit] of visits) {
    const nodes = nodesOf(ctx.module, kind);
    // By index: of all loops of a scan this one runs most, and an iterator makes an object for each step.
    for (let i = 0; i < nodes.length; i++) {
      // The index is within the list. Options were parsed by this rule's own schema, so the context is the one that its
      // visitor declares.
      visit(nodes[i] as Node, ctx as unknown as SourceContext<never>);
      if (++visited % VISITS_PER_LOOK === 0 && isTooLate()) return ctx.problems;
    }
  }
  return ctx.problems;
}

/** Looking at the clock costs as much as a small visit. */
const VISITS_PER_LOOK = 64;
