import type { Notice } from '../findings/index.ts';
import { FILE_REPORT_SCHEMA_VERSION, type FileReport } from './file-report.ts';
import type { FileInput } from './map-file.ts';

type EmptyFile = Pick<FileInput, 'path' | 'kind' | 'bytes'>;

/** A report that says nothing but why there is nothing. */
export function failedReport(file: EmptyFile, notices: readonly Notice[]): FileReport {
  return emptyReport(file, 'failed', notices);
}

/** The report of a file that is not Python, and that no rule asks for. */
export function unreadReport(file: EmptyFile): FileReport {
  return emptyReport(file, 'unread', []);
}

function emptyReport(
  { path, kind, bytes }: EmptyFile,
  outcome: FileReport['outcome'],
  notices: readonly Notice[],
): FileReport {
  return {
    schemaVersion: FILE_REPORT_SCHEMA_VERSION,
    path,
    kind,
    outcome,
    bytes: bytes.length,
    lines: 0,
    findings: [],
    suppressions: [],
    notices,
    facts: {},
    rulesRun: [],
  };
}
