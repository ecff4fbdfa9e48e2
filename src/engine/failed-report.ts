import type { Notice } from '../findings/index.ts';
import { FILE_REPORT_SCHEMA_VERSION, type FileReport } from './file-report.ts';
import type { FileInput } from './map-file.ts';

/** A report that says nothing but why there is nothing. */
export function failedReport(file: Pick<FileInput, 'path' | 'kind' | 'bytes'>, notices: readonly Notice[]): FileReport {
  return {
    schemaVersion: FILE_REPORT_SCHEMA_VERSION,
    path: file.path,
    kind: file.kind,
    outcome: 'failed',
    bytes: file.bytes.length,
    lines: 0,
    findings: [],
    suppressions: [],
    notices,
    facts: {},
    rulesRun: [],
  };
}
