import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitError } from '../git/index.ts';
import { InputError } from './input-error.ts';
import { type Environment, type Inputs, readInputs } from './inputs.ts';
import { findBase, type PullRequest, readPullRequest } from './pull-request.ts';
import { addSummary, annotate, setOutputs } from './runner.ts';
import { type ScanResult, scan } from './scan.ts';

/**
 * The step of action.yml: from its inputs to a scan, and from the scan to what the runner shows and later steps read. Returns
 * the exit code.
 */
export function runStep(env: Environment): number {
  try {
    const inputs = readInputs(env);
    const pullRequest = readPullRequest(env);
    const workingDirectory = findWorkingDirectory(inputs, env);
    const diff = planDiff(inputs, pullRequest, workingDirectory, env);
    const program = fileURLToPath(new URL('../bin/auditlint.js', import.meta.url));
    const reports = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'auditlint-'));
    const result = scan(inputs, diff, { program, workingDirectory, reports });
    return report(result, inputs, { isUpload: mayUpload(inputs, pullRequest, env), workingDirectory }, env);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(
      error instanceof InputError || error instanceof GitError ? message : `internal error in the action: ${message}`,
      env,
    );
  }
}

function findWorkingDirectory({ workingDirectory }: Inputs, { GITHUB_WORKSPACE }: Environment): string {
  const folder = resolve(GITHUB_WORKSPACE ?? '.', workingDirectory);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw new InputError(
    `input \`working-directory\`: no such folder: \`${workingDirectory}\`; run actions/checkout first`,
  );
}

/** The revision that is compared with. */
function planDiff(
  { diff }: Inputs,
  pullRequest: PullRequest | undefined,
  workingDirectory: string,
  env: Environment,
): string | undefined {
  if (diff !== 'auto') return diff;
  // On `pull_request_target` the base itself is checked out.
  return env.GITHUB_EVENT_NAME === 'pull_request' && pullRequest !== undefined
    ? findBase(pullRequest, workingDirectory, env)
    : undefined;
}

/** Whether the run has the permission to upload. Runs of forks, and pushes of Dependabot, get a token that only reads. */
function mayUpload({ uploadSarif }: Inputs, pullRequest: PullRequest | undefined, env: Environment): boolean {
  const isDependabotPush = env.GITHUB_ACTOR === 'dependabot[bot]' && env.GITHUB_EVENT_NAME === 'push';
  return uploadSarif && pullRequest?.isFork !== true && !isDependabotPush;
}

function report(
  result: ScanResult,
  inputs: Inputs,
  { isUpload, workingDirectory }: { readonly isUpload: boolean; readonly workingDirectory: string },
  env: Environment,
): number {
  const { exitCode, stderr, counts, sarifFile, annotations, summary, reportFile, reportFailure } = result;
  if (counts === undefined) return fail(stderr.trim().replace(/^auditlint: /, ''), env);
  process.stderr.write(stderr);
  if (inputs.uploadSarif && !isUpload) {
    process.stdout.write(
      annotate(
        'notice',
        'This run has no permission to upload to code scanning; findings are shown as annotations instead.',
      ),
    );
  }
  if (inputs.annotations === true || (inputs.annotations === 'auto' && !isUpload)) process.stdout.write(annotations);
  if (reportFailure !== undefined)
    process.stdout.write(annotate('error', `failed to write the audit: ${reportFailure}`));
  if (inputs.summary) addSummary(summary, env);
  setOutputs(
    {
      'exit-code': String(exitCode),
      'sarif-file': sarifFile ?? '',
      'report-file': reportFile ?? '',
      'report-name': artifactName(inputs),
      findings: String(counts.findings),
      ...Object.fromEntries(SEVERITIES.map((name) => [name, String(counts.bySeverity[name.toUpperCase()] ?? 0)])),
      // An upload of nothing would close every alert.
      upload: String(isUpload && sarifFile !== undefined && counts.scanned > 0),
      checkout: findCheckout(workingDirectory),
    },
    env,
  );
  return exitCode;
}

const SEVERITIES = ['p0', 'p1', 'p2', 'p3'];

/** Of a category it keeps what the name of an artifact may hold. */
function artifactName({ category }: Inputs): string {
  return ['auditlint-audit', ...(category === undefined ? [] : [category.replace(/[^\w.-]+/g, '-')])].join('-');
}

/** Wrong use: nothing was scanned, so there is nothing to show but the sentence. */
function fail(message: string, env: Environment): number {
  process.stdout.write(annotate('error', message));
  setOutputs({ 'exit-code': '2', 'sarif-file': '', 'report-file': '', upload: 'false' }, env);
  return 2;
}

/** The folder that paths in SARIF are relative to: the nearest with `.git`. */
function findCheckout(folder: string): string {
  for (let place = folder; ; place = dirname(place)) {
    if (existsSync(join(place, '.git'))) return place;
    if (place === dirname(place)) return folder;
  }
}
