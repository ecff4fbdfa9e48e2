import { identifiersOf, listByKind, type Node, type NodeKind } from '../ast/index.ts';
import type { Problem, Proof, SourceContext, SourceRule } from '../kit/index.ts';
import type { SemanticModel } from '../semantics/index.ts';
import { exhaustsStack } from './failure-notices.ts';
import type { PreparedRules, PreparedSourceRule } from './prepared-rules.ts';
import { RuleContext } from './source-context.ts';
import type { StageClock } from './stages.ts';
import { type Timing, timed } from './timing.ts';

/** What one rule says of one file. */
export interface RuleResult {
  readonly by: PreparedSourceRule;
  readonly problems: readonly Problem[];
  /** What silenced it, where that was asked for. */
  readonly proofs: readonly Proof[];
  /** Nodes that it could not follow to the end: of these alone it says nothing. */
  readonly tooDeep: readonly Node[];
  /** Why the engine did not show it the file. */
  readonly unseen?: 'role' | 'mentions' | undefined;
}

/** What the source rules say of one file. */
export interface SourceRuleResults {
  readonly reported: readonly RuleResult[];
  readonly failed: readonly { readonly by: PreparedSourceRule; readonly error: unknown }[];
}

/**
 * Runs the source rules on one file, one after the other over the nodes of the kinds they visit. A rule that throws is left
 * out from there on, unless the stack was at its end: then it goes on behind that node.
 */
export function runSourceRules(
  model: SemanticModel,
  { source: rules, skippedFor }: PreparedRules,
  stages: StageClock,
  timing: Timing | undefined,
  hasInquiry = false,
): SourceRuleResults {
  const reported: RuleResult[] = [];
  const failed: { readonly by: PreparedSourceRule; readonly error: unknown }[] = [];
  const skipped = skippedFor(model.context.roles);
  const identifiers = identifiersOf(model.source.module);
  const listed = listByKind(model.source.module);
  for (const by of rules) {
    const unseen = skipped.has(by.rule) ? 'role' : isUnmentioned(by.rule, identifiers) ? 'mentions' : undefined;
    if (unseen === undefined) stages.begin('rule', by.registered.name);
    const proofs: Proof[] | undefined = hasInquiry ? [] : undefined;
    const visit = (): Visited => visitNodes(by, listed, new RuleContext(model, by.effective.options, proofs));
    try {
      const { problems, tooDeep } = unseen === undefined ? timed(timing, 'rule', by.registered.name, visit) : NOTHING;
      reported.push({ by, problems, tooDeep, proofs: proofs ?? NO_PROOFS, unseen });
    } catch (error) {
      failed.push({ by, error });
    }
  }
  return { reported, failed };
}

const NOTHING: Visited = { problems: [], tooDeep: [] };
const NO_PROOFS: readonly Proof[] = [];

function isUnmentioned({ mentions }: SourceRule, identifiers: ReadonlySet<string>): boolean {
  if (mentions.length === 0) return false;
  for (const identifier of mentions) if (identifiers.has(identifier)) return false;
  return true;
}

type Visited = Pick<RuleResult, 'problems' | 'tooDeep'>;

/** A node that is nested too deep for the rule costs that node. */
function visitNodes(
  { visits }: PreparedSourceRule,
  listed: ReadonlyMap<NodeKind, readonly Node[]>,
  ctx: RuleContext,
): Visited {
  const tooDeep: Node[] = [];
  for (const [kind, visit] of visits) {
    const nodes = listed.get(kind);
    if (nodes === undefined) continue;
    // By index: of all loops of a scan this one runs most, and an iterator makes an object for each step.
    for (let i = 0; i < nodes.length; i++) {
      // The index is within the list. Options were parsed by this rule's own schema, so the context is the one that its
      // visitor declares.
      const node = nodes[i] as Node;
      try {
        visit(node, ctx as unknown as SourceContext<never>);
      } catch (error) {
        if (!exhaustsStack(error)) throw error;
        tooDeep.push(node);
      }
    }
  }
  return { problems: ctx.problems, tooDeep };
}
