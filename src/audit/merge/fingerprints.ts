import { groupBy } from '../../collections/index.ts';
import { compareFindings } from '../../engine/order.ts';
import { type Finding, keyOf, numberFingerprints } from '../../findings/index.ts';

/**
 * Equal findings in several files are told apart by the files of one scan, so that reports of parts may have a fingerprint in
 * common. Where they do, the equal ones are told apart anew, as one scan over all parts does it; all others stay. Gives what is changed.
 */
export function renumberCollisions(findings: readonly Finding[]): ReadonlyMap<Finding, Finding> {
  const byKey = groupBy([...findings].sort(compareFindings), keyOf);
  const changed = new Map<Finding, Finding>();
  for (const [key, group] of byKey) {
    if (new Set(group.map(({ fingerprint }) => fingerprint)).size === group.length) continue;
    const prints = numberFingerprints(group.map(({ location }) => ({ key, location })));
    for (const [i, finding] of group.entries()) {
      changed.set(finding, { ...finding, fingerprint: prints[i] ?? finding.fingerprint });
    }
  }
  return changed;
}
