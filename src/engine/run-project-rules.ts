import type { ProjectContext, ProjectProblem, ProjectRule, RegisteredRule } from '../kit/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import type { ProjectModel } from '../project/index.ts';
import { callInTime, Overtime } from './bounded-call.ts';
import type { Failure } from './failure-notices.ts';
import type { MappedFinding, ToldToProject } from './file-report.ts';
import { findingOf } from './finding-of.ts';
import { placeFix } from './fixes.ts';
import { ProjectKeys } from './project-key.ts';
import type { EffectiveRule, FileOptions } from './scan-options.ts';
import type { Steps } from './steps.ts';
import type { Timing } from './timing.ts';
import type { Witness } from './witness.ts';

/** What the project rules say of the whole repository. */
export interface ProjectRuleResults {
  readonly findings: readonly MappedFinding[];
  readonly failures: readonly Failure[];
  /** Rules that ran to their end. */
  readonly ran: ReadonlySet<string>;
  /** Rules that were stopped because they took too long, and those that did not run because so many were. */
  readonly late: readonly string[];
  readonly leftOut: readonly string[];
}

/** The options by which project rules go. */
export interface ProjectOptions {
  /** All that hold somewhere. A rule runs once for each way in which it does. */
  readonly all: readonly FileOptions[];
  /** Those of the place of a finding, which decide on it. */
  at(path: string): FileOptions;
  /** What one rule may take. */
  readonly milliseconds: number;
}

const optionsKey = ({ options }: EffectiveRule): string => JSON.stringify(options);

/** What a rule gathered in the map, in path order. */
export type FactsOf = (rule: string) => ProjectContext<unknown>['facts'];

/** What the rules look at, and for how long. */
export interface AskedModel {
  readonly model: ProjectModel;
  /** Makes it anew: who was stopped while he asked it may have left it half done. */
  renew(): void;
}

/**
 * Runs the `check` of every enabled project rule, one in each step; without one the model is not made. `reports` are in path order; `factsOf` where these do
 * not hold their facts.
 */
export function* runProjectRules(
  rules: readonly RegisteredRule[],
  options: ProjectOptions,
  project: AskedModel,
  reports: readonly ToldToProject[],
  timing: Timing | undefined,
  inquiry?: Witness,
  factsOf: FactsOf = factsIn(reports),
  mask: MaskOfFiles = (said) => maskSecrets(said),
): Steps<ProjectRuleResults> {
  const findings: MappedFinding[] = [];
  const failures: Failure[] = [];
  const [ran, late, leftOut] = [new Set<string>(), [] as string[], [] as string[]];
  let keys: ProjectKeys | undefined;
  for (const registered of rules) {
    const { rule, name } = registered;
    if (rule.type !== 'project') continue;
    const all = options.all.flatMap((each) => each.rules.get(name) ?? []);
    if (all.length === 0) continue;
    if (late.length === MOST_LATE) {
      leftOut.push(name);
      continue;
    }
    const start = timing?.now() ?? 0;
    try {
      const found = callInTime(() => {
        keys ??= new ProjectKeys(reports);
        return findingsOf({ registered, rule, all }, options, { project: project.model, factsOf, keys, inquiry, mask });
      }, options.milliseconds);
      for (const finding of found) findings.push(finding);
      ran.add(name);
    } catch (error) {
      if (error instanceof Overtime) {
        late.push(name);
        project.renew();
      } else failures.push({ rule: name, error });
    }
    timing?.addRule(name, timing.now() - start);
    yield;
  }
  return { findings, failures, ran, late, leftOut };
}

/** What is slow is mostly a question that many rules ask. */
const MOST_LATE = 3;

interface EnabledRule {
  readonly registered: RegisteredRule;
  readonly rule: ProjectRule;
  /** All ways in which it is enabled somewhere. */
  readonly all: readonly EffectiveRule[];
}

function findingsOf({ registered, rule, all }: EnabledRule, options: ProjectOptions, run: ProjectRun): MappedFinding[] {
  const variants = new Map(all.map((effective) => [optionsKey(effective), effective]));
  return [...variants].flatMap(([key, effective]) =>
    runProjectRule(registered, rule, effective, run).filter(({ location }) => {
      const here = options.at(location.path).rules.get(registered.name);
      return here !== undefined && (variants.size === 1 || optionsKey(here) === key);
    }),
  );
}

/** What all project rules of one scan are given. */
interface ProjectRun {
  readonly project: ProjectModel;
  readonly factsOf: FactsOf;
  readonly keys: ProjectKeys;
  readonly inquiry: Witness | undefined;
  readonly mask: MaskOfFiles;
}

/** Covers the secrets of some files in what is said of them. */
export type MaskOfFiles = (said: string, paths: readonly string[]) => string;

function factsIn(reports: readonly ToldToProject[]): FactsOf {
  const byRule = new Map<string, { readonly path: string; readonly fact: unknown }[]>();
  for (const { path, facts } of reports) {
    for (const [rule, found] of Object.entries(facts)) {
      const ofRule = byRule.get(rule) ?? [];
      byRule.set(rule, ofRule);
      for (const fact of found) ofRule.push({ path, fact });
    }
  }
  return (rule) => byRule.get(rule) ?? [];
}

function runProjectRule(
  registered: RegisteredRule,
  rule: ProjectRule,
  effective: EffectiveRule,
  { project, factsOf, keys, inquiry, mask }: ProjectRun,
): MappedFinding[] {
  const problems: ProjectProblem[] = [];
  rule.check(project, {
    // Parsed by the rule's own schema; the registry knows rules by their widest type.
    options: effective.options as never,
    facts: factsOf(registered.name),
    report: (problem) => problems.push(problem),
    proven: ({ at, by, where }) =>
      inquiry?.prove({
        rule: registered.name,
        at,
        by: mask(by, [at.path, where?.path ?? at.path]),
        ...(where !== undefined && { where }),
      }),
  });
  return problems.map((problem) => {
    const { at: location, related = [], flow = [], fix, key } = problem;
    const paths = [location, ...related, ...flow].map(({ path }) => path);
    const code = keys.stable(key, location.path);
    const place = { location, related, flow, scope: '', fix: placeFix(fix, location.path), code };
    return findingOf(registered, problem, place, (said) => mask(said, paths));
  });
}
