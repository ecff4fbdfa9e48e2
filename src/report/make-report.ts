import { posix } from 'node:path';
import { TOOL } from '../audit/version.ts';
import { groupBy } from '../collections/index.ts';
import type { RepositorySurvey, ScanReport } from '../engine/index.ts';
import { type Finding, firstSightText, type Profile, type RuleDescription, worstFirst } from '../findings/index.ts';
import type { ProjectModel } from '../project/index.ts';
import type { SourceReader } from '../reporters/index.ts';
import { SourceLines } from '../reporters/source-lines.ts';
import { compareText } from '../text/index.ts';
import type { AuditedCommit, AuditReport, Component, ReportedFinding, RuleInReport } from './audit-report.ts';
import { type Compared, describeComparison, sinceOf } from './comparison.ts';
import { Components } from './components.ts';
import { masked } from './masked.ts';
import { openQuestions } from './questions.ts';
import { CodeQuotes } from './quoted-code.ts';
import { reportFindings } from './reported-findings.ts';
import { scopeOf } from './scope.ts';
import { countBySeverity, weightOf } from './severity-counts.ts';
import { foundSound } from './sound.ts';
import { CodeSignals } from './system/code-signals.ts';
import { describeSystem } from './system/describe-system.ts';
import type { FoundService } from './system/services.ts';
import { judge } from './verdict.ts';
import { workOrder } from './work-order.ts';

/** One scan, with all that the audit is made of. */
export interface AuditSources {
  /** With one finding for each cause. */
  readonly report: ScanReport;
  readonly survey: RepositorySurvey;
  /** All that there are. */
  readonly rules: readonly RuleDescription[];
  /** Of these, those whose findings are shown. */
  readonly rulesShown: number;
  readonly readSource: SourceReader;
  /** As the user named it. */
  readonly root: string;
  /** That was asked for, relative to the root: '' for all of it. */
  readonly folder: string;
  /** What the folder is called, for a repository that does not say its name. */
  readonly name: string;
  readonly profile: Profile;
  readonly isComplete: boolean;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly commit: AuditedCommit | undefined;
  readonly compared: Compared | undefined;
}

/** The audit of a repository, from one scan of it. Throws where the scan has not ended. */
export function makeAuditReport(sources: AuditSources): AuditReport {
  const { report, survey, compared } = sources;
  const { project, files } = survey;
  if (project === undefined) throw new Error('the survey belongs to an unfinished scan');
  const rules = new Map(sources.rules.map((rule) => [rule.name, rule]));
  const components = new Components(files);
  const hiding = [...report.findings, ...report.suppressed.map(({ finding }) => finding), ...report.known];
  const lines = new SourceLines(sources.readSource, { secrets: report.secrets, findings: hiding });
  const findings = reportFindings(report.findings, {
    rules,
    components,
    quotes: new CodeQuotes(lines),
    sinceOf: (finding) => compared && sinceOf(finding, compared),
  });
  const { notParsed, partlyParsed } = report.statistics;
  const isComplete = sources.isComplete && notParsed + partlyParsed === 0;
  const requested = new Set(files.map(({ path }) => path));
  const signals = new CodeSignals(project, requested);
  const { system, services } = describeSystem(project, signals, components, weightByFile(findings), requested);
  return masked({
    schemaVersion: '1',
    tool: TOOL,
    project: nameOf(project, sources.folder) ?? sources.name,
    date: sources.date,
    commit: sources.commit,
    verdict: judge(findings, isComplete),
    counts: countBySeverity(findings),
    system,
    components: describeComponents(survey, components, findings, services),
    rules: describeRules(report.findings, rules),
    findings,
    comparison: compared && describeComparison(compared, findings, report.findings, pathsOf(survey)),
    sound: foundSound(survey, rules, report),
    questions: openQuestions(signals, system),
    work: workOrder(findings),
    scope: scopeOf({ ...sources, isComplete, files, findings, rulesRun: sources.rulesShown }),
  });
}

function nameOf({ artifacts }: ProjectModel, folder: string): string | undefined {
  return artifacts.at('pyproject', posix.join(folder, 'pyproject.toml'))?.model.project?.name?.value;
}

const pathsOf = ({ files }: RepositorySurvey): ReadonlySet<string> => new Set(files.map(({ path }) => path));

function weightByFile(findings: readonly ReportedFinding[]): (path: string) => number {
  const byPath = groupBy(findings, ({ path }) => path);
  return (path) => weightOf(byPath.get(path) ?? []);
}

function describeComponents(
  { files }: RepositorySurvey,
  components: Components,
  findings: readonly ReportedFinding[],
  services: readonly FoundService[],
): Component[] {
  const filesOf = groupBy(files, ({ path }) => components.of(path));
  const findingsOf = groupBy(findings, ({ component }) => component);
  const startedIn = groupBy(
    services.flatMap(({ name, modules }) => [...modules].map(({ path }) => ({ name, component: components.of(path) }))),
    ({ component }) => component,
  );
  return [...new Set([...filesOf.keys(), ...findingsOf.keys()])]
    .map((name) => {
      const [own, found] = [filesOf.get(name) ?? [], findingsOf.get(name) ?? []];
      return {
        name,
        files: own.length,
        lines: own.reduce((sum, { lines }) => sum + lines, 0),
        counts: countBySeverity(found),
        weight: weightOf(found),
        services: [...new Set((startedIn.get(name) ?? []).map((service) => service.name))],
      };
    })
    .sort((a, b) => b.weight - a.weight || b.lines - a.lines || compareText(a.name, b.name));
}

function describeRules(findings: readonly Finding[], rules: ReadonlyMap<string, RuleDescription>): RuleInReport[] {
  return [...groupBy(worstFirst(findings), ({ rule }) => rule)].map(([name, found]) => {
    const known = rules.get(name);
    return {
      name,
      category: found[0]?.category ?? '',
      summary: known?.docs.summary ?? name,
      why: known?.docs.why ?? '',
      findings: found.length,
      places: found.reduce((sum, { places = [] }) => sum + 1 + places.length, 0),
      worst: found[0]?.severity ?? 'P3',
      firstSight: known?.firstSight && firstSightText(known.firstSight),
    };
  });
}
