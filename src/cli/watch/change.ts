import type { ScanReport } from '../../engine/index.ts';
import { baselineEntries, type Finding, matchKnown } from '../../findings/index.ts';

/** What a change of files brought. */
export interface Change {
  /** In the files that changed, and new ones elsewhere. */
  readonly shown: readonly Finding[];
  readonly fresh: number;
  readonly gone: number;
}

/** Holds a scan against the one before it. `paths` are those that changed. */
export function compareReports(before: ScanReport, after: ScanReport, paths: readonly string[]): Change {
  const { fresh, unmatched } = matchKnown(after.findings, baselineEntries(before.findings));
  const [changed, isFresh] = [new Set(paths), new Set(fresh)];
  return {
    shown: after.findings.filter((finding) => changed.has(finding.location.path) || isFresh.has(finding)),
    fresh: fresh.length,
    gone: unmatched.length,
  };
}

/** `app.py`, `app.py and b.py`, `app.py and 3 more`. */
export function changedText(paths: readonly string[]): string {
  const [first = '', second] = paths;
  if (second === undefined) return first;
  return paths.length === 2 ? `${first} and ${second}` : `${first} and ${paths.length - 1} more`;
}

export function changeText({ fresh, gone }: Change, all: number): string {
  const counts = [...(fresh > 0 ? [`${fresh} new`] : []), ...(gone > 0 ? [`${gone} gone`] : [])];
  return [...counts, `${all} ${all === 1 ? 'finding' : 'findings'} in all`].join(', ');
}
