import type { ScannedSides } from '../audit/index.ts';
import { baselineEntries, matchKnown } from '../findings/index.ts';
import { type Compared, nameOfPlace } from './comparison.ts';

/**
 * What is new and what is fixed between two scans. What a comment accepts by now, or the profile no longer shows, is still
 * there, and so is not fixed.
 */
export function compareSides({ report, before }: ScannedSides, named: Pick<Compared, 'revision' | 'commit'>): Compared {
  const { known } = matchKnown(report.findings, baselineEntries(before));
  const present = [
    ...report.findings,
    ...report.suppressed.map(({ finding }) => finding),
    ...report.unshown,
    ...report.unselected,
  ];
  const { fresh: fixed } = matchKnown(before, baselineEntries(present));
  return { ...named, known: new Set(known.map(nameOfPlace)), fixed };
}
