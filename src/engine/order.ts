import type { Finding, Notice } from '../findings/index.ts';
import { compareText } from '../text/index.ts';

/** By path, place, rule and message: the one order in which findings are counted and shown. */
export function compareFindings(a: Pick<Finding, 'location' | 'rule' | 'message'>, b: typeof a): number {
  return (
    compareText(a.location.path, b.location.path) ||
    (a.location.cell ?? 0) - (b.location.cell ?? 0) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

export function compareNotices(a: Notice, b: Notice): number {
  return (
    compareText(a.path ?? '', b.path ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compareText(a.kind, b.kind) ||
    compareText(a.message, b.message)
  );
}
