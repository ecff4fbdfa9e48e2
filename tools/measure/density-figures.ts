/** How much is reported in the default profile for each thousand lines. */
import { SEVERITIES, type Severity } from '../../src/findings/index.ts';
import type { Target } from '../corpus/targets.ts';
import type { ScannedSubject } from './scan-subject.ts';
import type { Subject } from './subjects.ts';
import { MOST_PER_THOUSAND } from './targets.ts';

export interface Density {
  readonly name: string;
  readonly kind: keyof typeof MOST_PER_THOUSAND;
  readonly lines: number;
  readonly reported: Readonly<Record<Severity, number>>;
  readonly perThousand: number;
}

/** Undefined for planted projects and the examples, which hold little but mistakes. */
export function densityOf({ name, kind }: Subject, { lines, reported }: ScannedSubject): Density | undefined {
  if (kind !== 'application' && kind !== 'library') return undefined;
  const all = SEVERITIES.reduce((sum, severity) => sum + reported[severity], 0);
  return { name, kind, lines, reported, perThousand: (1000 * all) / Math.max(1, lines) };
}

export function densityTargets(densities: readonly Density[]): Target[] {
  return densities.map(({ name, kind, perThousand }) => ({
    name: `findings per 1,000 lines, ${name}`,
    measured: perThousand.toFixed(2),
    wanted: `at most ${MOST_PER_THOUSAND[kind]}`,
    isMet: perThousand <= MOST_PER_THOUSAND[kind],
  }));
}
