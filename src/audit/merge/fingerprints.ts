import { compareFindings } from '../../engine/order.ts';
import { type Finding, numberFingerprints } from '../../findings/index.ts';

/**
 * Fingerprints count equal findings from 1 in each scan, so that reports of parts have some in common. Where they do, the
 * equal ones are counted anew, in the order of one scan over all parts; all others stay. Gives what is changed.
 */
export function renumberCollisions(findings: readonly Finding[]): ReadonlyMap<Finding, Finding> {
  const byKey = new Map<string, Finding[]>();
  for (const finding of [...findings].sort(compareFindings)) {
    const key = finding.fingerprint.replace(/:\d+$/, '');
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [finding]);
    else group.push(finding);
  }
  const changed = new Map<Finding, Finding>();
  for (const [key, group] of byKey) {
    if (new Set(group.map(({ fingerprint }) => fingerprint)).size === group.length) continue;
    const prints = numberFingerprints(group.map(() => key));
    for (const [i, finding] of group.entries()) {
      changed.set(finding, { ...finding, fingerprint: prints[i] ?? finding.fingerprint });
    }
  }
  return changed;
}
