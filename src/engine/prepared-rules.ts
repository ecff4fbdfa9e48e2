import type { Node, NodeKind } from '../ast/index.ts';
import { memoize } from '../collections/index.ts';
import type { Honoured } from '../config/index.ts';
import type { ArtifactRule, ProjectRule, RegisteredRule, SourceContext, SourceRule } from '../kit/index.ts';
import type { OwnQuestion } from '../project/index.ts';
import type { FileRole } from '../semantics/index.ts';
import type { EffectiveRule, FileOptions } from './scan-options.ts';
import { ENGINE_RULES } from './suppressions/suppression-rules.ts';

/** A visitor with its types erased: the engine calls it only with nodes of the kind it is registered for. */
export type Visit = (node: Node, ctx: SourceContext<never>) => void;

export interface PreparedSourceRule {
  readonly registered: RegisteredRule;
  readonly rule: SourceRule;
  readonly effective: EffectiveRule;
  readonly visits: readonly (readonly [kind: NodeKind, visit: Visit])[];
}

export interface PreparedProjectRule {
  readonly registered: RegisteredRule;
  readonly rule: ProjectRule;
  readonly effective: EffectiveRule;
}

export interface PreparedArtifactRule {
  readonly registered: RegisteredRule;
  readonly rule: ArtifactRule;
  readonly effective: EffectiveRule;
}

/** The rules that run under one set of options. */
export interface PreparedRules {
  readonly artifact: readonly PreparedArtifactRule[];
  readonly source: readonly PreparedSourceRule[];
  readonly project: readonly PreparedProjectRule[];
  /** Findings about suppressions are wanted, so all comments must be read. */
  readonly isForSuppressions: boolean;
  /** Other tools whose comments count. */
  readonly honour: readonly Honoured[];
  /** Those that are not shown files with these roles. Every file asks for all rules, and few lists of roles are met. */
  skippedFor(roles: readonly FileRole[]): ReadonlySet<SourceRule | ProjectRule>;
}

/** Prepares rules once per options object; files with the same options share the result. */
export class RulePreparation {
  readonly for = memoize((options: FileOptions) => prepare(this.rules, options));

  constructor(readonly rules: readonly RegisteredRule[]) {}
}

/** Those that rules ask by a name of their own. */
export function questionsOf(rules: readonly RegisteredRule[]): ReadonlyMap<string, OwnQuestion> {
  const questions = new Map<string, OwnQuestion>();
  for (const { rule } of rules) {
    for (const question of rule.type === 'source' ? rule.questions : []) {
      const other = questions.get(question.name);
      if (other !== undefined && other !== question) throw new Error(`two questions are called \`${question.name}\``);
      questions.set(question.name, question);
    }
  }
  return questions;
}

/** The rules without some of them. */
export function withoutRules(prepared: PreparedRules, isLeftOut: (name: string) => boolean): PreparedRules {
  const stays = ({ registered }: { readonly registered: RegisteredRule }): boolean => !isLeftOut(registered.name);
  const { artifact, source, project } = prepared;
  return {
    ...prepared,
    artifact: artifact.filter(stays),
    source: source.filter(stays),
    project: project.filter(stays),
  };
}

function prepare(rules: readonly RegisteredRule[], options: FileOptions): PreparedRules {
  const artifact: PreparedArtifactRule[] = [];
  const source: PreparedSourceRule[] = [];
  const project: PreparedProjectRule[] = [];
  for (const registered of rules) {
    const effective = options.rules.get(registered.name);
    const { rule } = registered;
    if (effective === undefined) continue;
    if (rule.type === 'project') project.push({ registered, rule, effective });
    else if (rule.type === 'artifact') artifact.push({ registered, rule, effective });
    else source.push({ registered, rule, effective, visits: visitorsOf(rule) });
  }
  const isForSuppressions = ENGINE_RULES.some(({ name }) => options.rules.has(name));
  const skippedFor = skippingBy([...source, ...project].map(({ rule }) => rule));
  return { artifact, source, project, isForSuppressions, honour: options.honour ?? [], skippedFor };
}

function skippingBy(rules: readonly (SourceRule | ProjectRule)[]): PreparedRules['skippedFor'] {
  const known = new Map<string, ReadonlySet<SourceRule | ProjectRule>>();
  return (roles) => {
    const key = roles.join();
    let skipped = known.get(key);
    if (skipped === undefined) {
      skipped = new Set(rules.filter(({ skips }) => roles.some((role) => skips.has(role))));
      known.set(key, skipped);
    }
    return skipped;
  };
}

function visitorsOf(rule: SourceRule): [NodeKind, Visit][] {
  // `Visitors` maps each kind to a function of nodes of that kind; Object.entries forgets which.
  return Object.entries(rule.visit).filter(([, visit]) => visit !== undefined) as [NodeKind, Visit][];
}
