import type { ScanReport } from '../engine/index.ts';
import type { NoticeKind } from '../findings/index.ts';

/** Whether a scan had all that it wanted. */
export function isComplete({ notices }: Pick<ScanReport, 'notices'>): boolean {
  return !notices.some(({ kind }) => INCOMPLETE.has(kind));
}

/**
 * What makes a scan incomplete: a file or a rule was wanted and could not be had. Files left out on purpose (too large,
 * binary, links) and files that are no Python do not: no rerun would change them.
 */
const INCOMPLETE: ReadonlySet<NoticeKind> = new Set(['unreadable', 'rule-failed', 'too-slow']);
