import { compareText } from '../../text/index.ts';
import type { Finding } from '../finding.ts';

/** One accepted finding. Several of one key and path differ by their ordinal, so that equal lines of a text are one. */
export interface BaselineEntry {
  /** Path relative to the folder of the baseline, with `/`. */
  readonly path: string;
  readonly rule: string;
  /** What the fingerprint is made of, hashed, without the number of equal ones before it. */
  readonly key: string;
  /** From 1, among the entries of the same key and path. */
  readonly ordinal: number;
}

/** The entries of findings whose paths `pathOf` gives, in the order of the file. */
export function baselineEntries(
  findings: readonly Finding[],
  pathOf: (finding: Finding) => string = ({ location }) => location.path,
): BaselineEntry[] {
  const unnumbered = findings.map((finding) => ({
    path: pathOf(finding),
    rule: finding.rule,
    key: keyOf(finding),
  }));
  return numberEntries(unnumbered);
}

/** Numbers the entries of each key and path anew, and sorts them by path, rule and fingerprint. */
export function numberEntries(entries: readonly Omit<BaselineEntry, 'ordinal'>[]): BaselineEntry[] {
  const counts = new Map<string, number>();
  const numbered = entries.map(({ path, rule, key }) => {
    const place = `${key} ${path}`;
    const ordinal = (counts.get(place) ?? 0) + 1;
    counts.set(place, ordinal);
    return { path, rule, key, ordinal };
  });
  return numbered.sort(compareEntries);
}

/** The part of a finding's fingerprint that equal findings share. */
export function keyOf({ fingerprint }: Pick<Finding, 'fingerprint'>): string {
  const colon = fingerprint.indexOf(':');
  return colon < 0 ? fingerprint : fingerprint.slice(0, colon);
}

export function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.path, b.path) || compareText(a.rule, b.rule) || compareText(a.key, b.key) || a.ordinal - b.ordinal
  );
}
