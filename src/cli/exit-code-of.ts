import type { FailOn, Threshold } from '../config/index.ts';
import type { ScanReport } from '../engine/index.ts';
import { type Finding, SEVERITIES } from '../findings/index.ts';
import type { CheckOptions } from './check-options.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { Writer } from './output/writer.ts';
import { isComplete } from './scan-completeness.ts';

/** What a report makes the process end with; says on stderr why it is not what findings alone would make it. */
export function exitCodeOf(
  report: Pick<ScanReport, 'findings' | 'notices' | 'statistics'>,
  threshold: Threshold,
  { quiet, allowEmpty }: Pick<CheckOptions, 'quiet' | 'allowEmpty'>,
  io: Io,
): ExitCode {
  const stderr = new Writer(io.stderr, io.env);
  const places = placesOf(report);
  const caps = capsOf(places, threshold);
  const exceeded = [...caps.values()].filter(({ found, most }) => found > most);
  for (const { rule, found, most } of exceeded) {
    stderr.line(
      `auditlint: ${found} ${found === 1 ? 'finding' : 'findings'} of \`${rule}\`, but the configuration allows only ${most}`,
    );
  }
  if (exceeded.length > 0 || places.some((place) => fails(place, threshold))) return EXIT.findings;
  if (report.statistics.scanned === 0 && allowEmpty !== true) {
    const { skipped, notParsed } = report.statistics;
    const isFound = skipped + notParsed > 0;
    const why = isFound ? 'every file was skipped or not parsed' : 'no file has a supported type, or all are excluded';
    stderr.line(`auditlint: nothing was scanned: ${why}`);
    return EXIT.incomplete;
  }
  if (isComplete(report)) return EXIT.clean;
  if (quiet !== true) stderr.line('auditlint: the scan is incomplete; see the notices');
  return EXIT.incomplete;
}

/** A threshold without configuration. */
export const NO_THRESHOLD: Threshold = { failOnAt: () => 'P1', capAt: () => undefined };

/** The same with the severity that the command line names, where it does; with `never` caps fail nothing either. */
export function withFailOn(threshold: Threshold, failOn: FailOn | undefined): Threshold {
  if (failOn === 'never') return { ...NO_THRESHOLD, failOnAt: () => failOn };
  return failOn === undefined ? threshold : { ...threshold, failOnAt: () => failOn };
}

interface CountedPlace extends Pick<Finding, 'rule' | 'severity'> {
  readonly path: string;
}

/** All places of all findings: those of one cause may be in folders with settings of their own. */
function placesOf({ findings }: Pick<ScanReport, 'findings'>): CountedPlace[] {
  return findings.flatMap(({ rule, severity, location: { path }, places = [] }) => [
    { rule, severity, path },
    ...places.map((place) => ({ rule, ...place, path: place.location.path })),
  ]);
}

/** A finding of a rule with a cap fails by the number of them, whatever its severity. */
function fails({ severity, rule, path }: CountedPlace, threshold: Threshold): boolean {
  if (threshold.capAt(path, rule) !== undefined) return false;
  const failOn = threshold.failOnAt(path);
  return failOn !== 'never' && (rule === UNPARSABLE || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
}

/** Of a file that no Python parses nobody can say what else is wrong with it. */
const UNPARSABLE = 'unparsable-module';

interface CountedCap {
  readonly rule: string;
  readonly most: number;
  found: number;
}

/** How many findings there are below each cap, all places of a cause counted. */
function capsOf(places: readonly CountedPlace[], threshold: Threshold): Map<string, CountedCap> {
  const caps = new Map<string, CountedCap>();
  for (const { rule, path } of places) {
    const cap = threshold.capAt(path, rule);
    if (cap === undefined) continue;
    const key = `${rule} ${cap.folder}`;
    const counted = caps.get(key) ?? { rule, most: cap.most, found: 0 };
    counted.found++;
    caps.set(key, counted);
  }
  return caps;
}
