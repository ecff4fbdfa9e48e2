import { groupBy } from '../collections/index.ts';
import {
  type Finding,
  type FixDocs,
  type Notice,
  numberFingerprints,
  type RuleDocs,
  type SuppressedFinding,
} from '../findings/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { buildProjectModel, type ProjectModel } from '../project/index.ts';
import { compareText } from '../text/index.ts';
import { callInTime, Overtime } from './bounded-call.ts';
import { CellPlaces } from './cell-places.ts';
import { type ConcludedProject, type FileConclusion, type ProjectAnswers, seenFrom } from './conclude-file.ts';
import { resolveCondition } from './conditions.ts';
import { type Failure, failureNotices } from './failure-notices.ts';
import type { FileForProject, FileReport, MappedFinding, SuppressionComment } from './file-report.ts';
import { fixesByRule, wholeFix } from './fixes.ts';
import { type GradedFinding, gradeFinding, joinUnreached } from './grade.ts';
import type { JudgedFinding, ProfiledFinding } from './judged-finding.ts';
import { cutShort, lateRules, unanswered } from './late-notices.ts';
import type { LineShift } from './line-shift.ts';
import { MemoizedProject } from './memoized-project.ts';
import { compareFindings, compareNotices } from './order.ts';
import { questionsOf } from './prepared-rules.ts';
import { isSelected, isShown } from './profile.ts';
import { ProjectSecrets, type ReadFile } from './project-secrets.ts';
import { type FactsOf, type ProjectOptions, type ProjectRuleResults, runProjectRules } from './run-project-rules.ts';
import type { EffectiveRule } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';
import type { ScanRequest } from './scan-request.ts';
import { countStatistics } from './statistics.ts';
import { allSteps, type Steps } from './steps.ts';
import { FileSuppressions } from './suppressions/apply-suppressions.ts';
import { suppressionFindings } from './suppressions/suppression-findings.ts';
import { ENGINE_RULES } from './suppressions/suppression-rules.ts';

/** What the reduce half is given: the reports of the map, in any order, and what discovery said. */
export interface ReduceInput
  extends Pick<
    ScanRequest,
    'root' | 'rules' | 'options' | 'timing' | 'onConcluded' | 'onFault' | 'inquiry' | 'shows' | 'reportsUnrun'
  > {
  readonly reports: readonly FileReport[];
  /** The facts of a rule, where the reports leave them where they are stored; those in `reports` otherwise. */
  readonly factsOf?: FactsOf;
  /** Reads a file of which something is said, so that none of its secrets is. */
  readonly read: ReadFile;
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
  return allSteps(reduceInSteps(input));
}

/** The same, for someone who has others to serve. */
export function reduceInSteps(input: ReduceInput): Steps<ScanReport> {
  return new Reduction(input).conclude();
}

/** One file anew, against the project as it was concluded with an older text of the file. */
export function concludeFile(
  request: Pick<ScanRequest, 'root' | 'rules' | 'options' | 'onFault'>,
  report: FileReport,
  last: ConcludedProject,
  shift: LineShift,
): FileConclusion {
  const nothingElse = {
    read: () => undefined,
    skipped: [],
    allPaths: new Set<string>(),
    excluded: [],
    isGitIgnored: no,
    isKept: no,
  };
  const input = { ...request, ...nothingElse, reports: [report], isRequested: (path: string) => path === report.path };
  return new Reduction(input).concludeAgainst(report, seenFrom(report, last, shift));
}

const no = (): boolean => false;

/** A call that has an end costs as much as to judge a file in which nothing was found. */
const FILES_AT_ONCE = 64;

class Reduction {
  readonly #reports: readonly FileReport[];
  readonly #requested: readonly FileReport[];
  readonly #cells: CellPlaces;
  readonly #secrets: ProjectSecrets;
  readonly #failures: Failure[] = [];
  readonly #late: Notice[] = [];
  readonly #unshown: GradedFinding[] = [];
  readonly #unselected: GradedFinding[] = [];
  readonly #fixes: ReadonlyMap<string, readonly FixDocs[]>;
  readonly #docs: ReadonlyMap<string, RuleDocs>;

  constructor(readonly input: ReduceInput) {
    this.#reports = [...input.reports].sort((a, b) => compareText(a.path, b.path));
    this.#cells = new CellPlaces(this.#reports);
    this.#secrets = new ProjectSecrets(this.#reports, input.read);
    this.#fixes = fixesByRule(input.rules);
    this.#docs = new Map<string, RuleDocs>([
      ...input.rules.map(({ name, rule: { docs } }) => [name, docs] as const),
      ...ENGINE_RULES.map(({ name, docs }) => [name, docs] as const),
    ]);
    this.#requested = this.#reports.filter(({ path }) => input.isRequested(path));
  }

  *conclude(): Steps<ScanReport> {
    const { root, excluded, skipped } = this.input;
    const project = new MemoizedProject(() => buildProject(this.input, this.#reports));
    const judged = yield* this.#timed(this.#judgeAll(project));
    this.input.inquiry?.take?.(project.model, this.#requested);
    const { findings, suppressed } = this.#finished(judged);
    const notices = this.#notices();
    const statistics = countStatistics(this.#requested, skipped, notices, findings, suppressed.length);
    const hidden = (all: GradedFinding[]) =>
      all.sort(compareFindings).map((finding) => this.#finish(finding, finding.key));
    const unshown = hidden(this.#unshown);
    const unselected = hidden(this.#unselected);
    const secrets = this.#reports.flatMap((report) => report.secrets ?? []);
    return { root, findings, suppressed, known: [], unshown, unselected, notices, secrets, excluded, statistics };
  }

  readonly #mask = (said: string, paths: readonly string[]): string => this.#secrets.mask(said, paths);

  concludeAgainst(report: FileReport, { answers, byProject }: ConcludedProject): FileConclusion {
    const placed = byProject.findings.filter((finding) => this.#isWanted(finding));
    const graded = this.#gradeAll(placed, answers);
    const judged = this.#judgeFile(report, graded, byProject, answers);
    const shown = this.#profiled(judged).filter(({ isShown }) => isShown);
    return { ...this.#finished(shown), notices: this.#notices() };
  }

  /** In the order in which they are reported, with their fingerprints. */
  #finished(judged: JudgedFinding[]): Pick<ScanReport, 'findings' | 'suppressed'> {
    judged.sort((a, b) => compareFindings(a.finding, b.finding));
    const prints = numberFingerprints(judged.map(({ finding }) => finding));
    const findings: Finding[] = [];
    const suppressed: SuppressedFinding[] = [];
    for (const [index, { finding, suppression }] of judged.entries()) {
      const finished = this.#finish(finding, prints[index] ?? finding.key);
      if (suppression === undefined) findings.push(finished);
      else suppressed.push(this.#suppressedFinding(finished, suppression));
    }
    return { findings, suppressed };
  }

  #suppressedFinding(finding: Finding, { reason, line, until, by }: SuppressionComment): SuppressedFinding {
    const reported = { finding, reason: this.#mask(reason, [finding.location.path]), line };
    return { ...reported, ...(until !== undefined && { until }), ...(by !== undefined && { by }) };
  }

  *#timed<T>(steps: Steps<T>): Steps<T> {
    for (;;) {
      const step = this.#time(() => steps.next());
      if (step.done === true) return step.value;
      yield;
    }
  }

  #time<T>(work: () => T): T {
    const { timing } = this.input;
    return timing === undefined ? work() : timing.phase('project', work);
  }

  *#judgeAll(project: MemoizedProject): Steps<JudgedFinding[]> {
    const byProject = yield* this.#runProjectRules(project);
    this.#failures.push(...byProject.failures);
    const wanted = byProject.findings.filter((finding) => this.#isWanted(finding));
    const graded = this.#answered(project, () => this.#gradeAll(wanted, project));
    const placed = groupBy(graded, ({ location }) => location.path);
    yield;
    const judged: JudgedFinding[] = [];
    for (let from = 0; from < this.#requested.length; from += FILES_AT_ONCE, yield) {
      const reports = this.#requested.slice(from, from + FILES_AT_ONCE);
      const judge = (report: FileReport) => this.#judgeFile(report, placed.get(report.path) ?? [], byProject, project);
      for (const each of this.#answered(project, () => reports.flatMap(judge))) judged.push(each);
      for (const { path } of reports) placed.delete(path);
    }
    // Findings in files that no reader reads have no comments that could suppress them.
    const elsewhere = [...placed.values()].flat().map((finding) => ({ finding, suppression: undefined }));
    const profiled = this.#profiled([...judged, ...elsewhere]);
    for (const { finding, isShown: shows, isSelected: selected } of profiled)
      if (!shows) (selected ? this.#unshown : this.#unselected).push(finding);
    const reached = new Set(this.#reports.flatMap(({ path, isReached }) => (isReached === true ? path : [])));
    this.input.onConcluded?.({ answers: project, byProject, reached });
    return profiled.filter(({ isShown }) => isShown);
  }

  *#runProjectRules(project: MemoizedProject): Steps<ProjectRuleResults> {
    const { rules, timing, inquiry, factsOf } = this.input;
    const options = this.#projectOptions();
    const given = { project, reports: this.#reports, factsOf, timing, inquiry, mask: this.#mask };
    const results = yield* runProjectRules(rules, { options: options, ...given });
    this.#late.push(...lateRules(results, options.milliseconds), ...project.limitsMet.map(cutShort));
    return results;
  }

  /** What has to ask the project: where that takes too long the answers are not known, and it is done once more. */
  #answered<T>(project: MemoizedProject, work: () => T): T {
    const { length } = this.#failures;
    const { maxProjectMilliseconds: most } = this.input.options.limits;
    try {
      return callInTime(work, most);
    } catch (error) {
      if (!(error instanceof Overtime)) throw error;
      this.#failures.length = length;
      project.giveUp();
      this.#late.push(unanswered(most));
      return work();
    }
  }

  /** By the places that were asked for: those of others have no findings. */
  #projectOptions(): ProjectOptions {
    const { options } = this.input;
    const all = new Set(this.#requested.map(({ path }) => options.optionsFor(path)));
    const { maxProjectMilliseconds: milliseconds } = options.limits;
    return { all: [options.project, ...all], at: (path) => options.optionsFor(path), milliseconds };
  }

  #profiled(judged: readonly JudgedFinding[]): ProfiledFinding[] {
    return judged.flatMap((entry) => this.#applyOptions(entry) ?? []);
  }

  /** Project rules look at the whole project; a file may be outside of what was asked for. */
  #isWanted({ location: { path } }: MappedFinding): boolean {
    return this.input.isRequested(path);
  }

  #resolve(
    finding: MappedFinding,
    conditions: FileReport['conditions'],
    project: ProjectAnswers,
  ): GradedFinding | undefined {
    try {
      const resolved = resolveCondition(finding, {
        conditions,
        project,
        mask: this.#mask,
        inquiry: this.input.inquiry,
      });
      return resolved && this.#grade(resolved, project);
    } catch (error) {
      this.#failures.push({ rule: finding.rule, error });
      return undefined;
    }
  }

  #grade(finding: MappedFinding, project: Pick<ProjectModel, 'standingAt'>): GradedFinding {
    const docs = this.#docs.get(finding.rule);
    if (docs === undefined) throw new Error(`no rule is called ${finding.rule}`);
    return gradeFinding(finding, project, docs);
  }

  /** Of rules about the project: one whose finding has no severity fails, and the others go on. */
  #gradeAll(findings: readonly MappedFinding[], project: Pick<ProjectModel, 'standingAt'>): GradedFinding[] {
    return findings.flatMap((finding) => {
      try {
        return this.#grade(finding, project);
      } catch (error) {
        this.#failures.push({ rule: finding.rule, error });
        return [];
      }
    });
  }

  /** `placed` are findings of rules about the project in the file. */
  #judgeFile(
    report: FileReport,
    placed: readonly GradedFinding[],
    { ran }: ProjectRuleResults,
    project: ProjectAnswers,
  ): JudgedFinding[] {
    const { path, suppressions } = report;
    // Each may be read from a file when it is asked for.
    const { findings: found, conditions } = report;
    const own = found.flatMap((finding) => this.#resolve(finding, conditions, project) ?? []);
    const sorted = [...own, ...placed].sort(compareFindings);
    const inOrder = joinUnreached(sorted);
    const findings = inOrder.map((finding) => this.#cells.place(finding));
    if (suppressions.length === 0) return findings.map((finding) => ({ finding, suppression: undefined }));
    const { today } = this.input.options;
    const { rules, unsuppressable } = this.input.options.optionsFor(path);
    const file = new FileSuppressions(suppressions, today, unsuppressable);
    const judged = findings.map((finding) => {
      const severity = rules.get(finding.rule)?.severity ?? finding.severity;
      return { finding, suppression: file.match({ ...finding, severity }) };
    });
    const known = new Set([...this.input.rules, ...ENGINE_RULES].map(({ name }) => name));
    const isProjectRule = (name: string) =>
      this.input.rules.some((registered) => registered.name === name && registered.rule.type === 'project');
    const { rulesRun } = report;
    const hasRun = (rule: string) => rulesRun.includes(rule) && (!isProjectRule(rule) || ran.has(rule));
    const about = suppressionFindings(file, { path, known, hasRun }).map((finding) => ({
      ...finding,
      message: this.#mask(finding.message, [path]),
    }));
    return [...judged, ...this.#gradeAll(about, project).map((finding) => ({ finding, suppression: undefined }))];
  }

  /** Leaves out what the file does not want, sets configured severities, and says what the profile shows. */
  #applyOptions({ finding: graded, suppression }: JudgedFinding): ProfiledFinding | undefined {
    const { options, shows } = this.input;
    const { path } = graded.location;
    const ran = options.optionsFor(path).rules.get(graded.rule);
    if (ran === undefined) return undefined;
    const effective = shows === undefined ? ran : shows(path).rules.get(graded.rule);
    if (effective === undefined)
      return { finding: configured(graded, ran), suppression, isShown: false, isSelected: true };
    const finding = configured(graded, effective);
    const isRequested = isSelected(finding.severity, effective);
    return { finding, suppression, isShown: isShown(finding, effective), isSelected: isRequested };
  }

  #unusedSettings(): Notice[] {
    const { options, allPaths } = this.input;
    const scanned = this.#requested.map(({ path }) => path);
    const unused = options.unusedSettings?.(scanned, allPaths) ?? [];
    return unused.map((setting) => ({ kind: 'unused-setting', ...setting }));
  }

  #finish(
    { key, when, harm, kind, endsPathAt, isOfFile, fix, ...finding }: GradedFinding,
    fingerprint: string,
  ): Finding {
    const whole = fix && wholeFix(fix, finding.location.path, this.#fixes.get(finding.rule) ?? []);
    return { ...finding, ...(whole !== undefined && { fix: whole }), fingerprint };
  }

  #notices(): Notice[] {
    for (const failure of this.#failures) this.input.onFault?.(failure, undefined);
    const all = [
      ...this.input.skipped,
      ...this.#requested.flatMap(({ notices }) => notices),
      ...failureNotices(this.#failures),
      ...this.#late,
      ...this.#unusedSettings(),
    ];
    return all.map((notice) => ({ ...notice, message: maskSecrets(notice.message) })).sort(compareNotices);
  }
}

function buildProject(
  { rules, allPaths, isGitIgnored, isKept }: ReduceInput,
  reports: readonly FileForProject[],
): ProjectModel {
  return buildProjectModel({
    questions: questionsOf(rules),
    summaries: reports.flatMap(({ summary }) => summary ?? []),
    mentions: new Set(reports.flatMap(({ mentions = [] }) => mentions)),
    documented: new Set(reports.flatMap(({ documented = [] }) => documented)),
    files: allPaths,
    isGitIgnored,
    isKept,
    artifacts: reports.flatMap(({ path, artifact }) => {
      if (artifact === undefined) return [];
      const { lineStarts, ...read } = artifact;
      return { path, lineStarts, artifact: read };
    }),
  });
}

/** With the severity that the configuration sets for its rule. */
function configured(finding: GradedFinding, { severity }: EffectiveRule): GradedFinding {
  return severity === undefined ? finding : { ...finding, severity };
}
