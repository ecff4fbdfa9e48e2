import type { PythonParser } from '../ast/lower/index.ts';
import { type FileKind, isPythonFileKind } from '../discover/index.ts';
import { failedReport } from './empty-report.ts';
import { describeFault, type Failure } from './failure-notices.ts';
import type { FileReport } from './file-report.ts';
import { mapArtifactFile } from './map-artifact-file.ts';
import { mapPythonFile } from './map-python-file.ts';
import type { RulePreparation } from './prepared-rules.ts';
import type { FileOptions, ScanLimits } from './scan-options.ts';
import { mapInTime } from './timed-mapping.ts';
import type { Timing } from './timing.ts';
import type { Witness } from './witness.ts';

/** One file as the map half gets it. */
export interface FileInput {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  /** Files that were not asked for yield their summary, facts and requirements, and no findings. */
  readonly requested: boolean;
  /** Production code imports it or something starts it: what its place, name and top say of it does not count. */
  readonly isReached?: boolean;
}

/** What mapping needs beside the file: loaded once, used for any number of files. */
export interface MapTools {
  readonly parser: PythonParser;
  readonly rules: RulePreparation;
  readonly limits: ScanLimits;
  /** Milliseconds; decides only which part of a file takes too long. */
  readonly now: () => number;
  readonly timing: Timing | undefined;
  /** Someone asks what was concluded at one place. */
  readonly inquiry?: Witness | undefined;
  /** Receives every fault of auditlint with its cause, for people who fix it. */
  readonly onFault: ((failure: Failure, path: string) => void) | undefined;
}

/** The map half: one file to its report. Nothing else crosses to the reduce, and nothing is thrown. */
export function mapFile(file: FileInput, options: FileOptions, tools: MapTools): FileReport {
  const { kind } = file;
  try {
    return mapInTime(file, tools.rules.for(options), tools, (rules, missing, stages) =>
      isPythonFileKind(kind)
        ? mapPythonFile(file, kind, rules, { ...tools, stages, leavesOutSummary: missing?.summary === true })
        : mapArtifactFile(file, rules, { ...tools, stages }),
    );
  } catch (error) {
    tools.onFault?.({ rule: 'reading', error }, file.path);
    const message = `internal error on this file, which was skipped: ${describeFault(error)}`;
    return failedReport(file, [{ kind: 'rule-failed', path: file.path, message }]);
  }
}
