import type { ScanReport } from '../../engine/index.ts';
import type { Finding } from '../../findings/index.ts';

/** What a change of files brought. */
export interface Change {
  /** In the files that changed, and new ones elsewhere. */
  readonly shown: readonly Finding[];
  readonly fresh: number;
  readonly gone: number;
}

/** Holds a scan against the one before it. `paths` are those that changed. */
export function compareReports(before: ScanReport, after: ScanReport, paths: readonly string[]): Change {
  const [known, found] = [namesOf(before), namesOf(after)];
  const changed = new Set(paths);
  const isFresh = (finding: Finding): boolean => !known.has(nameOf(finding));
  return {
    shown: after.findings.filter((finding) => changed.has(finding.location.path) || isFresh(finding)),
    fresh: after.findings.filter(isFresh).length,
    gone: [...known].filter((name) => !found.has(name)).length,
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

const nameOf = ({ rule, fingerprint }: Finding): string => `${rule} ${fingerprint}`;
const namesOf = ({ findings }: ScanReport): ReadonlySet<string> => new Set(findings.map(nameOf));
