import type { FailOn } from '../config/index.ts';
import type { ScanReport } from '../engine/index.ts';
import { SEVERITIES } from '../findings/index.ts';
import type { CheckOptions } from './check-options.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { Writer } from './output/writer.ts';
import { isComplete } from './scan-completeness.ts';

/** What a report makes the process end with; says on stderr why it is not what findings alone would make it. */
export function exitCodeOf(
  report: Pick<ScanReport, 'findings' | 'notices' | 'statistics'>,
  failOn: FailOn,
  { quiet, allowEmpty }: Pick<CheckOptions, 'quiet' | 'allowEmpty'>,
  io: Io,
): ExitCode {
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (report.findings.some(({ severity }) => failing.includes(severity))) return EXIT.findings;
  const stderr = new Writer(io.stderr, io.env);
  if (report.statistics.scanned === 0 && allowEmpty !== true) {
    const { skipped, notParsed } = report.statistics;
    const isFound = skipped + notParsed > 0;
    const why = isFound ? 'every file was skipped or not parsed' : 'no file that auditlint reads, or all are left out';
    stderr.line(`auditlint: nothing was scanned: ${why}`);
    return EXIT.incomplete;
  }
  if (isComplete(report)) return EXIT.clean;
  if (quiet !== true) stderr.line('auditlint: the scan is not complete; the notices say why');
  return EXIT.incomplete;
}
