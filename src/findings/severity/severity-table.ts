import { SEVERITIES, type Severity } from '../finding.ts';
import { type Harm, NEEDS_STRANGER } from './harm.ts';
import type { Reach, Standing } from './reach.ts';

/** Columns of the table: the reaches, and what is run by people, CI or a documented command apart. */
export type Column = Reach | 'by hand';

/**
 * The highest severity that a harm has at a reach. P0 is what somebody is called for at night: reached, and data is lost, a
 * secret is out, a stranger is in, or the call certainly fails.
 */
export const SEVERITY_TABLE: Readonly<Record<Harm, Readonly<Record<Column, Severity>>>> = {
  breaks: { served: 'P0', run: 'P0', 'by hand': 'P1', imported: 'P1', loose: 'P2', aside: 'P2' },
  loses: { served: 'P0', run: 'P0', 'by hand': 'P1', imported: 'P1', loose: 'P2', aside: 'P3' },
  discloses: { served: 'P0', run: 'P0', 'by hand': 'P0', imported: 'P0', loose: 'P0', aside: 'P3' },
  exposes: { served: 'P0', run: 'P1', 'by hand': 'P1', imported: 'P1', loose: 'P3', aside: 'P3' },
  admits: { served: 'P0', run: 'P0', 'by hand': 'P1', imported: 'P1', loose: 'P2', aside: 'P3' },
  lies: { served: 'P0', run: 'P1', 'by hand': 'P1', imported: 'P1', loose: 'P2', aside: 'P2' },
  hangs: { served: 'P0', run: 'P1', 'by hand': 'P2', imported: 'P1', loose: 'P3', aside: 'P3' },
  leaks: { served: 'P0', run: 'P1', 'by hand': 'P2', imported: 'P1', loose: 'P3', aside: 'P3' },
  hides: { served: 'P1', run: 'P1', 'by hand': 'P2', imported: 'P2', loose: 'P3', aside: 'P3' },
  drifts: { served: 'P1', run: 'P1', 'by hand': 'P2', imported: 'P2', loose: 'P3', aside: 'P3' },
  rots: { served: 'P2', run: 'P2', 'by hand': 'P2', imported: 'P2', loose: 'P3', aside: 'P3' },
};

/** What harms that need a stranger are at most where none can come. */
export const WITHOUT_STRANGERS: Severity = 'P2';

export const columnOf = ({ reach, isByHand }: Pick<Standing, 'reach' | 'isByHand'>): Column =>
  reach === 'run' && isByHand === true ? 'by hand' : reach;

/** Whether a finding is for the strict profile by where it stands: what only a service suffers from is no news in a test or an example. */
export function isNoNews(harm: Harm, { reach }: Standing): boolean {
  return reach === 'aside' && !TOLD_ASIDE.has(harm);
}

const TOLD_ASIDE: ReadonlySet<Harm> = new Set(['breaks', 'lies', 'hides', 'drifts', 'rots']);

/** Harm × reach, never above the ceiling. */
export function severityOf(harm: Harm, ceiling: Severity, standing: Standing): Severity {
  const caps = [ceiling, SEVERITY_TABLE[harm][columnOf(standing)]];
  if (NEEDS_STRANGER.has(harm) && standing.isExposed === false) caps.push(WITHOUT_STRANGERS);
  return leastOf(caps);
}

function leastOf(severities: readonly Severity[]): Severity {
  return SEVERITIES[Math.max(...severities.map((severity) => SEVERITIES.indexOf(severity)))] ?? 'P3';
}
