import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inputs } from './inputs.ts';

/** Where a scan is run and what it leaves. All absolute. */
export interface ScanPlace {
  /** bin/auditlint.js of the release. */
  readonly program: string;
  readonly workingDirectory: string;
  /** A folder of this run alone, for reports. */
  readonly reports: string;
}

export interface ScanResult {
  /** Exit code of auditlint; 2 where it did not end by itself. */
  readonly exitCode: number;
  /** What it wrote to standard error. */
  readonly stderr: string;
  /** Undefined where no report was written. */
  readonly counts: Counts | undefined;
  readonly sarifFile: string | undefined;
  /** Workflow commands, one for each annotation. */
  readonly annotations: string;
  readonly summary: string;
  /** The audit; undefined where it was not asked for, or could not be written. */
  readonly reportFile: string | undefined;
  /** Why an audit that was asked for was not written. */
  readonly reportFailure: string | undefined;
}

/** Numbers of the JSON report (schema/auditlint-report.schema.json). */
export interface Counts {
  readonly scanned: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Record<string, number>>;
}

/**
 * Runs auditlint for what the step says: exit code, annotations, summary. The log shows the text report as it is written.
 * SARIF holds all findings even where only the new ones of a pull request count: GitHub itself knows which are new, and
 * would take each that is missing for fixed. So a comparison needs a second scan for it.
 */
export function scan(inputs: Inputs, diff: string | undefined, place: ScanPlace): ScanResult {
  const file = (name: string): string => join(place.reports, name);
  const sarif = `--format=sarif=${file('auditlint.sarif')}`;
  // First, so that what `args` may write besides is of the scan that counts.
  if (diff !== undefined) run(inputs, [sarif, '--format=pretty', '--fail-on=never', '--quiet'], 'ignore', place);
  const reports = [...(diff === undefined ? [sarif] : []), `--format=json=${file('report.json')}`];
  const shown = [...optionalReports(inputs, file), '--format=pretty'];
  const { exitCode, stderr } = run(inputs, [...reports, ...shown, ...option('diff', diff)], 'inherit', place);
  const counts = readCounts(file('report.json'));
  return {
    exitCode,
    stderr,
    counts,
    sarifFile: existsSync(file('auditlint.sarif')) ? file('auditlint.sarif') : undefined,
    annotations: readIfThere(file('annotations.txt')),
    summary: readIfThere(file('summary.md')),
    ...writeAudit(inputs, diff, place),
  };
}

/** A run of its own: an audit tells all findings, and scans with all rules. */
function writeAudit(
  { report, config, plugins, profile, paths }: Inputs,
  diff: string | undefined,
  place: ScanPlace,
): Pick<ScanResult, 'reportFile' | 'reportFailure'> {
  if (report === undefined) return { reportFile: undefined, reportFailure: undefined };
  const file = join(place.reports, report === 'html' ? 'audit.html' : 'audit.md');
  const named = [
    ...[...option('config', config), ...optionsOf('plugin', plugins)],
    ...[...option('profile', profile), ...option('since', diff)],
  ];
  const options = [`--format=${report}`, `--output=${file}`, '--fail-on=never', '--quiet'];
  const { stderr } = start(['report', ...named, ...options, '--', ...paths], 'ignore', place);
  const isWritten = existsSync(file);
  return { reportFile: isWritten ? file : undefined, reportFailure: isWritten ? undefined : stderr.trim() };
}

function optionalReports({ annotations, summary }: Inputs, file: (name: string) => string): string[] {
  return [
    ...(annotations === false ? [] : [`--format=github=${file('annotations.txt')}`]),
    ...(summary ? [`--format=markdown=${file('summary.md')}`] : []),
  ];
}

// What the workflow names is behind `=` or `--`, where nothing is taken for an option.
function run(inputs: Inputs, options: readonly string[], stdout: 'inherit' | 'ignore', place: ScanPlace) {
  const named = [
    ...[...option('config', inputs.config), ...optionsOf('plugin', inputs.plugins)],
    ...option('profile', inputs.profile),
    ...[...option('fail-on', inputs.failOn), ...option('baseline', inputs.baseline)],
    ...option('category', inputs.category),
  ];
  return start(['check', ...inputs.args, ...named, ...options, '--', ...inputs.paths], stdout, place);
}

function start(argv: readonly string[], stdout: 'inherit' | 'ignore', place: ScanPlace) {
  const { status, stderr, error } = spawnSync(process.execPath, [place.program, ...argv], {
    cwd: place.workingDirectory,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return {
    exitCode: status ?? 2,
    stderr: status === null ? `auditlint was terminated: ${error?.message}` : stderr,
  };
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

const optionsOf = (name: string, values: readonly string[]): string[] => values.flatMap((each) => option(name, each));

function readCounts(file: string): Counts | undefined {
  if (!existsSync(file)) return undefined;
  // The report of the same release.
  const { findings, stats } = JSON.parse(readFileSync(file, 'utf8')) as JsonReport;
  return { scanned: stats.files.scanned, findings: findings.length, bySeverity: stats.findingsBySeverity };
}

interface JsonReport {
  readonly findings: readonly unknown[];
  readonly stats: {
    readonly files: { readonly scanned: number };
    readonly findingsBySeverity: Readonly<Record<string, number>>;
  };
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
