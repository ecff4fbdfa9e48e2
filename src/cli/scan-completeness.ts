import { fileKindOf, isDataKind } from '../discover/index.ts';
import type { ScanReport } from '../engine/index.ts';
import type { Notice, NoticeKind } from '../findings/index.ts';

/** Whether a scan had all that it wanted. */
export function isComplete({ notices }: Pick<ScanReport, 'notices'>): boolean {
  return !notices.some((notice) => INCOMPLETE.has(notice.kind) || (notice.kind === 'too-large' && holdsCode(notice)));
}

/**
 * What makes a scan incomplete: a file or a rule was wanted and could not be had, or a limit of ours was met by what Python or
 * another tool may well read. Files left out on purpose (binary, links, ignored ones) and files that are no Python do not: no rerun
 * would change them.
 */
const INCOMPLETE: ReadonlySet<NoticeKind> = new Set([
  'unreadable',
  'rule-failed',
  'too-slow',
  'cut-short',
  'too-deep',
  'not-decoded',
]);

/** Of files whose name promises no code, such as JSON, YAML and documents, the large ones are data. */
function holdsCode({ path }: Notice): boolean {
  const kind = path === undefined ? undefined : fileKindOf(path);
  return kind !== undefined && kind !== 'yaml' && !isDataKind(kind);
}
