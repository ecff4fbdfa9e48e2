import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Severity } from '../findings/index.ts';
import { type ProcessGroup, runGroup } from '../git/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { RepositoryFailure } from './fleet-error.ts';
import type { FleetScanOptions } from './job.ts';
import type { ScanResult, StoredPlace } from './store/fleet-store.ts';

/** How a scan is started. */
export interface ScanSetting extends Pick<ProcessGroup, 'timeLimitSeconds' | 'endGroup'> {
  /** The program and its first arguments that make it auditlint's command line. */
  readonly program: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** What a scan found, apart from what it is a scan of. */
export type CloneScan = Pick<ScanResult, 'isComplete' | 'places' | 'sarif'>;

/**
 * Scans a clone by a process of its own, so that neither its memory nor its end is ours, and no other scan's. The reports
 * are written beside the clone. Throws `RepositoryFailure`, and what the signal was aborted with.
 */
export async function scanClone(clone: string, options: FleetScanOptions, setting: ScanSetting): Promise<CloneScan> {
  const folder = dirname(clone);
  const reports = { json: join(folder, 'report.json'), sarif: join(folder, 'report.sarif') };
  const [program = '', ...first] = setting.program;
  const { status, endedBy, isOverTime, stderr } = await runGroup({
    ...setting,
    program,
    args: [...first, ...scanArguments(options, reports), basename(clone)],
    cwd: folder,
    env: scanEnvironment(setting.environment),
  });
  setting.signal.throwIfAborted();
  if (isOverTime) throw new RepositoryFailure(`its scan took more than ${setting.timeLimitSeconds} s`, true);
  // 3 is a scan that was not complete, of which the reports are written.
  if (status !== 0 && status !== 3) {
    const output = whatItSaid(stderr).replaceAll(`${basename(clone)}/`, '');
    const ended = endedBy ?? `exit code ${status}`;
    throw new RepositoryFailure(`its scan ended with ${ended}${output && `: ${maskSecrets(output)}`}`, status === 2);
  }
  return {
    isComplete: status === 0,
    places: await readPlaces(reports.json),
    sarif: await promisify(gzip)(await readFile(reports.sarif)),
  };
}

function scanArguments(
  { profile, minSeverity, select, ignore }: FleetScanOptions,
  reports: { json: string; sarif: string },
) {
  return [
    ...['--quiet', '--allow-empty', '--fail-on', 'never'],
    ...['--format', `json=${reports.json}`, '--format', `sarif=${reports.sarif}`],
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(minSeverity === undefined ? [] : ['--min-severity', minSeverity]),
    ...(select === undefined ? [] : ['--select', select.join(',')]),
    ...(ignore === undefined ? [] : ['--ignore', ignore.join(',')]),
  ];
}

/** Many scans run beside each other, so that each has one core; a clone is scanned once; and none needs to know where queue and store are. */
function scanEnvironment(environment: ScanSetting['environment']): NodeJS.ProcessEnv {
  const { AUDITLINT_QUEUE, AUDITLINT_STORE, ...rest } = environment;
  return { ...rest, AUDITLINT_JOBS: '1', AUDITLINT_NO_CACHE: '1' };
}

/** The sentence that it ended with. What V8 writes when it ends is for nobody. */
function whatItSaid(stderr: string): string {
  if (stderr.includes('JavaScript heap out of memory')) return 'it ran out of memory';
  return (
    stderr
      .split('\n')
      .findLast((line) => line.startsWith(SPEAKER))
      ?.slice(SPEAKER.length) ?? ''
  );
}

const SPEAKER = 'auditlint: ';

/** What is read of the report that our own command line has just written. */
interface ReportedPlace {
  readonly rule?: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number;
  readonly fingerprint: string;
}
interface ReportedFinding extends ReportedPlace {
  readonly rule: string;
  readonly places?: readonly ReportedPlace[];
}

async function readPlaces(file: string): Promise<StoredPlace[]> {
  // The same program wrote it, of the same version.
  const { findings } = JSON.parse(await readFile(file, 'utf8')) as { findings: readonly ReportedFinding[] };
  return findings.flatMap((finding, number) =>
    [finding, ...(finding.places ?? [])].map(({ rule = finding.rule, severity, path, line, fingerprint }, place) => ({
      finding: number,
      place,
      rule,
      severity,
      path,
      line,
      fingerprint,
    })),
  );
}
