import type { ProjectContext, ProjectProblem, ProjectRule, RegisteredRule } from '../kit/index.ts';
import type { ProjectModel } from '../project/index.ts';
import { callInTime, Overtime } from './bounded-call.ts';
import type { Failure } from './failure-notices.ts';
import type { FileForProject, MappedFinding } from './file-report.ts';
import { findingOf } from './finding-of.ts';
import { placeFix } from './fixes.ts';
import { ProjectKeys } from './project-key.ts';
import type { MaskOfFiles } from './project-secrets.ts';
import type { EffectiveRule, FileOptions } from './scan-options.ts';
import type { Steps } from './steps.ts';
import { type Timing, timed } from './timing.ts';
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
export interface RenewableModel {
  readonly model: ProjectModel;
  /** Makes it anew: who was stopped while he asked it may have left it half done. */
  renew(): void;
}

/** What rules about the project are given. */
export interface ProjectInput {
  readonly options: ProjectOptions;
  readonly project: RenewableModel;
  /** In path order. */
  readonly reports: readonly FileForProject[];
  /** Where the reports do not hold their facts. */
  readonly factsOf?: FactsOf | undefined;
  readonly timing?: Timing | undefined;
  readonly inquiry?: Witness | undefined;
  readonly mask: MaskOfFiles;
}

/** Runs the `check` of every enabled project rule, a few in each step; without one the model is not made. */
export function runProjectRules(rules: readonly RegisteredRule[], input: ProjectInput): Steps<ProjectRuleResults> {
  return new ProjectRules(enabledOf(rules, input.options), input).all();
}

class ProjectRules {
  readonly #findings: MappedFinding[] = [];
  readonly #failures: Failure[] = [];
  readonly #ran = new Set<string>();
  readonly #late: string[] = [];
  readonly #factsOf: FactsOf;
  #keys: ProjectKeys | undefined;
  #next = 0;

  constructor(
    readonly enabled: readonly EnabledRule[],
    readonly input: ProjectInput,
  ) {
    this.#factsOf = input.factsOf ?? factsIn(input.reports);
  }

  *all(): Steps<ProjectRuleResults> {
    for (let rule = this.#rule; rule !== undefined && this.#late.length < MOST_LATE; rule = this.#rule) {
      this.#step();
      yield;
    }
    return {
      findings: this.#findings,
      failures: this.#failures,
      ran: this.#ran,
      late: this.#late,
      leftOut: this.enabled.slice(this.#next).map(({ registered }) => registered.name),
    };
  }

  get #rule(): EnabledRule | undefined {
    return this.enabled[this.#next];
  }

  #step(): void {
    const { options, project } = this.input;
    try {
      callInTime(() => this.#runSome(), options.milliseconds);
    } catch (error) {
      if (!(error instanceof Overtime)) throw error;
      if (this.#rule !== undefined) this.#late.push(this.#rule.registered.name);
      this.#next++;
      project.renew();
    }
  }

  #runSome(): void {
    const until = performance.now() + STEP_MILLISECONDS;
    for (let rule = this.#rule; rule !== undefined && performance.now() < until; rule = this.#rule) {
      this.#run(rule);
      this.#next++;
    }
  }

  #run(each: EnabledRule): void {
    const { options, project, reports, timing, inquiry, mask } = this.input;
    const { name } = each.registered;
    try {
      this.#keys ??= new ProjectKeys(reports);
      const run = { project: project.model, factsOf: this.#factsOf, keys: this.#keys, inquiry, mask };
      timed(timing, 'check', name, () => {
        for (const finding of findingsOf(each, options, run)) this.#findings.push(finding);
      });
      this.#ran.add(name);
    } catch (error) {
      this.#failures.push({ rule: name, error });
    }
  }
}

/** What is slow is mostly a question that many rules ask. */
const MOST_LATE = 3;

/** A call that may be stopped costs as much as most rules. */
const STEP_MILLISECONDS = 20;

function enabledOf(rules: readonly RegisteredRule[], options: ProjectOptions): EnabledRule[] {
  return rules.flatMap((registered) => {
    const { rule, name } = registered;
    if (rule.type !== 'project') return [];
    const all = options.all.flatMap((each) => each.rules.get(name) ?? []);
    return all.length === 0 ? [] : [{ registered, rule, all }];
  });
}

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

function factsIn(reports: readonly FileForProject[]): FactsOf {
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
