import { groupBy } from '../../../src/collections/index.ts';
import type { Finding } from '../../../src/findings/index.ts';
import { compareText } from '../../../src/text/index.ts';
import { shownIn } from '../match-labels.ts';

/** What a change of rules does to one finding. */
export type Difference =
  | { readonly kind: 'added' | 'removed'; readonly finding: Finding }
  /** At its place still, with another severity, profile or message. */
  | { readonly kind: 'changed'; readonly finding: Finding; readonly before: Finding };

/** Differences in the order of places. Findings are the same when rule and place are. */
export function compareFindings(before: readonly Finding[], after: readonly Finding[]): Difference[] {
  const left = groupBy(before, keyOf);
  const differences: Difference[] = [];
  for (const finding of after) {
    const earlier = left.get(keyOf(finding))?.shift();
    if (earlier === undefined) differences.push({ kind: 'added', finding });
    else if (sayingOf(earlier) !== sayingOf(finding)) differences.push({ kind: 'changed', finding, before: earlier });
  }
  for (const finding of [...left.values()].flat()) differences.push({ kind: 'removed', finding });
  return differences.sort((a, b) => comparePlaces(a.finding, b.finding));
}

const keyOf = ({ rule, location: { path, cell, line, column } }: Finding): string =>
  [rule, path, cell ?? '', line, column].join('\0');

const sayingOf = (finding: Finding): string => [finding.severity, shownIn(finding), finding.message].join('\0');

// Locale-free, so that every machine prints the same.
function comparePlaces({ location: a, rule }: Finding, { location: b, rule: otherRule }: Finding): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column || compareText(rule, otherRule);
}
