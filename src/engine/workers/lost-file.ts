import type { Notice } from '../../findings/index.ts';
import { failedReport } from '../empty-report.ts';
import type { FileReport } from '../file-report.ts';
import type { OpenFile } from './map-task.ts';

/** The report of a file on which a worker ended, or for which it was ended. */
export function lostFileReport(file: OpenFile, error: unknown, milliseconds: number): FileReport {
  return failedReport(file, [noticeOf(file.path, error, milliseconds)]);
}

function noticeOf(path: string, error: unknown, milliseconds: number): Notice {
  const { name, code, message } = describe(error);
  if (name === 'AbortError') {
    const seconds = milliseconds / 1000;
    return { kind: 'too-slow', path, message: `not finished after ${seconds} s: skipped` };
  }
  const reason = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it ran out of memory' : message;
  return {
    kind: 'rule-failed',
    path,
    message: `the thread that worked on this file ended, and the file was skipped: ${reason}`,
  };
}

function describe(error: unknown): { readonly name?: string; readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name: error.name, ...code, message: error.message };
}
