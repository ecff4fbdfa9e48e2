import { groupBy } from '../../collections/index.ts';
import { compareFindings } from '../../engine/order.ts';
import { type Finding, keyOf, numberFingerprints } from '../../findings/index.ts';

/**
 * Equal findings of one file are numbered among what one scan was asked for, so that two reports may have a number in common.
 * Where they do, the equal ones are numbered anew, as one scan for all does it; all others stay. Gives what is changed.
 */
export function renumberCollisions(findings: readonly Finding[]): ReadonlyMap<Finding, Finding> {
  const inFile = groupBy(
    [...findings].sort(compareFindings),
    (finding) => `${keyOf(finding)} ${finding.location.path}`,
  );
  const changed = new Map<Finding, Finding>();
  for (const group of inFile.values()) {
    if (new Set(group.map(({ fingerprint }) => fingerprint)).size === group.length) continue;
    const prints = numberFingerprints(group.map((finding) => ({ key: keyOf(finding), location: finding.location })));
    for (const [i, finding] of group.entries()) {
      changed.set(finding, { ...finding, fingerprint: prints[i] ?? finding.fingerprint });
    }
  }
  return changed;
}
