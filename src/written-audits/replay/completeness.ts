import type { Notice, NoticeKind } from '../../findings/index.ts';

/** Whether a scan had all that it wanted: no rule failed, no file was lost to a limit. */
export function isComplete(notices: readonly Notice[]): boolean {
  return !notices.some(({ kind }) => LOST.has(kind));
}

const LOST: ReadonlySet<NoticeKind> = new Set([
  'unreadable',
  'rule-failed',
  'too-slow',
  'cut-short',
  'too-deep',
  'not-decoded',
]);
