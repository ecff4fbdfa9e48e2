import { groupBy } from '../collections/index.ts';
import {
  type Finding,
  type FixDocs,
  isMinor,
  type Notice,
  numberFingerprints,
  type SuppressedFinding,
} from '../findings/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { buildProjectModel, PROJECT_PARTS, type ProjectModel } from '../project/index.ts';
import { compareText } from '../text/index.ts';
import { CellPlaces } from './cell-places.ts';
import { resolveCondition } from './conditions.ts';
import { type Failure, failureNotices } from './failure-notices.ts';
import type { FileReport, MappedFinding, SuppressionComment } from './file-report.ts';
import { fixesByRule, wholeFix } from './fixes.ts';
import { type GradedFinding, gradeFinding, joinUnreached } from './grade.ts';
import { compareFindings, compareNotices } from './order.ts';
import { neededParts } from './prepared-rules.ts';
import { isShown } from './profile.ts';
import { type FactsOf, type ProjectRuleResults, runProjectRules } from './run-project-rules.ts';
import type { EffectiveRule } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';
import type { ScanRequest } from './scan-request.ts';
import { countStatistics } from './statistics.ts';
import { FileSuppressions } from './suppressions/apply-suppressions.ts';
import { suppressionFindings } from './suppressions/suppression-findings.ts';
import { ENGINE_RULES } from './suppressions/suppression-rules.ts';

/** What the reduce half is given: the reports of the map, in any order, and what discovery said. */
export interface ReduceInput
  extends Pick<ScanRequest, 'root' | 'rules' | 'options' | 'timing' | 'onFault' | 'inquiry' | 'shows'> {
  readonly reports: readonly FileReport[];
  /** The facts of a rule, where the reports leave them where they are stored; those in `reports` otherwise. */
  readonly factsOf?: FactsOf;
  /** Notices about files that were never mapped. */
  readonly skipped: readonly Notice[];
  /** Every path that exists under the root. */
  readonly allPaths: ReadonlySet<string>;
  /** Whether git's ignore rules leave a path out, even one that does not exist. */
  isGitIgnored(path: string): boolean;
  /** Whether a file that they leave out is in the repository all the same. */
  isKept(path: string): boolean;
  readonly excluded: readonly string[];
  isRequested(path: string): boolean;
}

/** The reduce half: all reports to one result, whatever their order. */
export function reduceReports(input: ReduceInput): ScanReport {
  return new Reduction(input).conclude();
}

/** A finding on its way out, with the comment that suppresses it. */
interface JudgedFinding {
  readonly finding: GradedFinding;
  readonly suppression: SuppressionComment | undefined;
}

interface ProfiledFinding extends JudgedFinding {
  readonly shown: 'always' | 'with its cause' | 'never';
}

class Reduction {
  readonly #reports: readonly FileReport[];
  readonly #requested: readonly FileReport[];
  readonly #cells: CellPlaces;
  readonly #failures: Failure[] = [];
  readonly #unshown: GradedFinding[] = [];
  readonly #fixes: ReadonlyMap<string, readonly FixDocs[]>;

  constructor(readonly input: ReduceInput) {
    this.#reports = [...input.reports].sort((a, b) => compareText(a.path, b.path));
    this.#cells = new CellPlaces(this.#reports);
    this.#fixes = fixesByRule(input.rules);
    this.#requested = this.#reports.filter(({ path }) => input.isRequested(path));
  }

  conclude(): ScanReport {
    const { root, excluded, skipped } = this.input;
    const project = this.#time(() => this.#buildProject());
    const judged = this.#time(() => this.#judgeAll(project));
    this.input.inquiry?.take?.(project, this.#requested);
    judged.sort((a, b) => compareFindings(a.finding, b.finding));
    const prints = numberFingerprints(judged.map(({ finding }) => finding));
    const findings: Finding[] = [];
    const suppressed: SuppressedFinding[] = [];
    for (const [index, { finding, suppression }] of judged.entries()) {
      const finished = this.#finish(finding, prints[index] ?? finding.key);
      if (suppression === undefined) findings.push(finished);
      else suppressed.push(suppressedFinding(finished, suppression));
    }
    const notices = this.#notices();
    const statistics = countStatistics(this.#requested, skipped, notices, findings, suppressed.length);
    const unshown = this.#unshown.sort(compareFindings).map((finding) => this.#finish(finding, finding.key));
    return { root, findings, suppressed, known: [], unshown, notices, excluded, statistics };
  }

  #time<T>(work: () => T): T {
    const { timing } = this.input;
    return timing === undefined ? work() : timing.phase('project', work);
  }

  #buildProject(): ProjectModel {
    const { rules, options, inquiry } = this.input;
    return buildProjectModel({
      parts: inquiry?.take === undefined ? neededParts(rules, options.project) : PROJECT_PARTS,
      summaries: this.#reports.flatMap(({ summary }) => summary ?? []),
      mentions: new Set(this.#reports.flatMap(({ mentions = [] }) => mentions)),
      documented: new Set(this.#reports.flatMap(({ documented = [] }) => documented)),
      files: this.input.allPaths,
      isGitIgnored: this.input.isGitIgnored,
      isKept: this.input.isKept,
      artifacts: this.#reports.flatMap(({ path, artifact }) => {
        if (artifact === undefined) return [];
        const { lineStarts, ...read } = artifact;
        return { path, lineStarts, artifact: read };
      }),
    });
  }

  #judgeAll(project: ProjectModel): JudgedFinding[] {
    const { rules, options, timing, inquiry, factsOf } = this.input;
    const byProject = runProjectRules(rules, options.project, project, this.#reports, timing, inquiry, factsOf);
    this.#failures.push(...byProject.failures);
    const wanted = byProject.findings.filter((finding) => this.#isWanted(finding));
    const placed = groupBy(
      wanted.map((finding) => gradeFinding(finding, project)),
      ({ location }) => location.path,
    );
    const judged = this.#requested.flatMap((report) => {
      const own = report.findings.flatMap((finding) => this.#resolve(finding, project) ?? []);
      const findings = joinUnreached([...own, ...(placed.get(report.path) ?? [])].sort(compareFindings));
      placed.delete(report.path);
      return this.#judgeFile(
        report,
        findings.map((finding) => this.#cells.place(finding)),
        byProject,
        project,
      );
    });
    // Findings in files that no reader reads have no comments that could suppress them.
    const elsewhere = [...placed.values()].flat().map((finding) => ({ finding, suppression: undefined }));
    return this.#shown([...judged, ...elsewhere]);
  }

  /** Leaves out what the profile does not show; a minor place of a cause is shown where another place of it is. */
  #shown(judged: readonly JudgedFinding[]): JudgedFinding[] {
    const profiled = judged.flatMap((entry) => this.#applyOptions(entry) ?? []);
    const told = new Set(profiled.map(({ finding, shown }) => (shown === 'always' ? finding.cause : undefined)));
    told.delete(undefined);
    const isTold = ({ finding, shown }: ProfiledFinding): boolean =>
      shown === 'always' || (shown === 'with its cause' && told.has(finding.cause));
    for (const entry of profiled) if (!isTold(entry)) this.#unshown.push(entry.finding);
    return profiled.filter(isTold);
  }

  /** Project rules run once; a file may be outside what was asked for, or leave the rule out. */
  #isWanted({ rule, location: { path } }: MappedFinding): boolean {
    return this.input.isRequested(path) && this.input.options.optionsFor(path).rules.has(rule);
  }

  #resolve(finding: MappedFinding, project: ProjectModel): GradedFinding | undefined {
    try {
      const resolved = resolveCondition(finding, project, this.input.inquiry);
      return resolved && gradeFinding(resolved, project);
    } catch (error) {
      this.#failures.push({ rule: finding.rule, error });
      return undefined;
    }
  }

  #judgeFile(
    { path, suppressions, rulesRun }: FileReport,
    findings: readonly GradedFinding[],
    { ran }: ProjectRuleResults,
    project: ProjectModel,
  ): JudgedFinding[] {
    if (suppressions.length === 0) return findings.map((finding) => ({ finding, suppression: undefined }));
    const file = new FileSuppressions(suppressions, this.input.options.today);
    const judged = findings.map((finding) => ({ finding, suppression: file.match(finding) }));
    const known = new Set([...this.input.rules, ...ENGINE_RULES].map(({ name }) => name));
    const isProjectRule = (name: string) =>
      this.input.rules.some((registered) => registered.name === name && registered.rule.type === 'project');
    const hasRun = (rule: string) => rulesRun.includes(rule) && (!isProjectRule(rule) || ran.has(rule));
    const about = suppressionFindings(file, { path, known, hasRun });
    return [
      ...judged,
      ...about.map((finding) => ({ finding: gradeFinding(finding, project), suppression: undefined })),
    ];
  }

  /** Leaves out what the file does not want, sets configured severities, and says what the profile shows. */
  #applyOptions({ finding: graded, suppression }: JudgedFinding): ProfiledFinding | undefined {
    const { options, shows } = this.input;
    const { path } = graded.location;
    const ran = options.optionsFor(path).rules.get(graded.rule);
    if (ran === undefined) return undefined;
    const effective = shows === undefined ? ran : shows(path).rules.get(graded.rule);
    if (effective === undefined) return { finding: inProfile(graded, ran), suppression, shown: 'never' };
    const finding = inProfile(graded, effective);
    const shown = isShown(finding, effective) ? 'always' : isShown(graded, effective) ? 'with its cause' : 'never';
    return { finding, suppression, shown };
  }

  #finish({ key, when, harm, ceiling, endsPathAt, fix, ...finding }: GradedFinding, fingerprint: string): Finding {
    const whole = fix && wholeFix(fix, finding.location.path, this.#fixes.get(finding.rule) ?? []);
    return { ...finding, ...(whole !== undefined && { fix: whole }), fingerprint };
  }

  #notices(): Notice[] {
    for (const failure of this.#failures) this.input.onFault?.(failure, undefined);
    const all = [
      ...this.input.skipped,
      ...this.#requested.flatMap(({ notices }) => notices),
      ...failureNotices(this.#failures),
    ];
    return all.sort(compareNotices);
  }
}

/** A finding that ends as P3 is for the strict profile, but for whoever sets the severity: they want to see it as that. */
function inProfile(finding: GradedFinding, { severity }: EffectiveRule): GradedFinding {
  if (severity !== undefined) return { ...finding, severity };
  return isMinor(finding.severity) ? { ...finding, profile: 'strict' } : finding;
}

function suppressedFinding(finding: Finding, { reason, line, until }: SuppressionComment): SuppressedFinding {
  return { finding, reason: maskSecrets(reason), line, ...(until === undefined ? {} : { until }) };
}
