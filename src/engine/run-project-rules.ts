import { groupBy } from '../collections/index.ts';
import type { ProjectContext, ProjectProblem, ProjectRule, RegisteredRule } from '../kit/index.ts';
import type { ProjectModel } from '../project/index.ts';
import type { Failure } from './failure-notices.ts';
import type { FileReport, MappedFinding } from './file-report.ts';
import { findingOf } from './finding-of.ts';
import { placeFix } from './fixes.ts';
import { mayShow } from './profile.ts';
import { ProjectKeys } from './project-key.ts';
import type { EffectiveRule, FileOptions } from './scan-options.ts';
import type { Timing } from './timing.ts';
import type { Witness } from './witness.ts';

/** What the project rules say of the whole repository. */
export interface ProjectRuleResults {
  readonly findings: readonly MappedFinding[];
  readonly failures: readonly Failure[];
  /** Rules that ran to their end. */
  readonly ran: ReadonlySet<string>;
}

/** What a rule gathered in the map, in path order. */
export type FactsOf = (rule: string) => ProjectContext<unknown>['facts'];

/** Runs the `check` of every enabled project rule. `reports` are in path order; `factsOf` where these do not hold their facts. */
export function runProjectRules(
  rules: readonly RegisteredRule[],
  options: FileOptions,
  project: ProjectModel,
  reports: readonly FileReport[],
  timing: Timing | undefined,
  inquiry?: Witness,
  factsOf: FactsOf = factsIn(reports),
): ProjectRuleResults {
  const findings: MappedFinding[] = [];
  const failures: Failure[] = [];
  const ran = new Set<string>();
  const run: ProjectRun = { project, factsOf, keys: new ProjectKeys(reports), inquiry };
  for (const registered of rules) {
    const effective = options.rules.get(registered.name);
    const { rule, name } = registered;
    if (rule.type !== 'project' || effective === undefined || !mayShow(rule.docs, effective)) continue;
    const start = timing?.now() ?? 0;
    try {
      for (const finding of runProjectRule(registered, rule, effective, run)) findings.push(finding);
      ran.add(name);
    } catch (error) {
      failures.push({ rule: name, error });
    }
    timing?.addRule(name, timing.now() - start);
  }
  return { findings, failures, ran };
}

/** What all project rules of one scan are given. */
interface ProjectRun {
  readonly project: ProjectModel;
  readonly factsOf: FactsOf;
  readonly keys: ProjectKeys;
  readonly inquiry: Witness | undefined;
}

function factsIn(reports: readonly FileReport[]): FactsOf {
  const placed = reports.flatMap(({ path, facts }) =>
    Object.entries(facts).flatMap(([rule, found]) => found.map((fact) => ({ rule, path, fact }))),
  );
  const byRule = groupBy(placed, ({ rule }) => rule);
  return (rule) => byRule.get(rule) ?? [];
}

function runProjectRule(
  registered: RegisteredRule,
  rule: ProjectRule,
  effective: EffectiveRule,
  { project, factsOf, keys, inquiry }: ProjectRun,
): MappedFinding[] {
  const problems: ProjectProblem[] = [];
  rule.check(project, {
    // Parsed by the rule's own schema; the registry knows rules by their widest type.
    options: effective.options as never,
    facts: factsOf(registered.name),
    report: (problem) => problems.push(problem),
    proven: ({ at, by, where }) =>
      inquiry?.prove({ rule: registered.name, at, by, ...(where !== undefined && { where }) }),
  });
  return problems.map((problem) =>
    findingOf(registered, problem, {
      location: problem.at,
      related: problem.related ?? [],
      flow: problem.flow ?? [],
      scope: '',
      fix: placeFix(problem.fix, problem.at.path),
      code: keys.stable(problem.key, problem.at.path),
    }),
  );
}
