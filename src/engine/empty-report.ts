import type { Notice } from '../findings/index.ts';
import { FILE_REPORT_SCHEMA_VERSION, type FileReport } from './file-report.ts';
import type { FileInput } from './map-file.ts';

type EmptyFile = Pick<FileInput, 'path' | 'kind' | 'bytes'>;

/** A report that says nothing but why there is nothing. */
export function failedReport({ path, kind, bytes }: EmptyFile, notices: readonly Notice[]): FileReport {
  return {
    schemaVersion: FILE_REPORT_SCHEMA_VERSION,
    path,
    kind,
    outcome: 'failed',
    bytes: bytes.length,
    lines: 0,
    findings: [],
    suppressions: [],
    notices,
    facts: {},
    rulesRun: [],
  };
}
