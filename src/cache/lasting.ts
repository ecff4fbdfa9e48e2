import type { Notice, NoticeKind } from '../findings/index.ts';

/** Whether another run would end in the same way: not where time or memory ran out, or a rule failed for want of them. */
export function isLasting(notices: readonly Notice[]): boolean {
  return !notices.some(({ kind }) => PASSING.has(kind));
}

const PASSING: ReadonlySet<NoticeKind> = new Set(['rule-failed', 'too-slow', 'unreadable']);
