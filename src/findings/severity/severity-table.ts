import { SEVERITIES, type Severity } from '../finding.ts';
import { type Harm, NEEDS_STRANGER } from './harm.ts';
import type { Part, Reach, Standing } from './reach.ts';

/** Columns of the table: the reaches, and what stands apart within them. */
export type Column = Reach | Part;

/**
 * The highest severity that a harm has at a reach. P0 is what somebody is called for at night: reached, and a secret is out or a
 * stranger is in. What certainly fails when a service starts is seen when it is deployed: of 31 such findings that readers found
 * right they gave P0 to 8, 6 of them in one repository. What breaks where nothing comes is P3: so said the readers of 57 of 81 such
 * findings of rounds 6 to 8, and were glad of 41 of 98.
 */
// biome-ignore format: a table is read by columns
export const SEVERITY_TABLE: Readonly<Record<Harm, Readonly<Record<Column, Severity>>>> = {
  breaks:    { start: 'P1', served: 'P1', run: 'P1', 'by hand': 'P2', imported: 'P2', loose: 'P3', archived: 'P3', aside: 'P3' },
  loses:     { start: 'P1', served: 'P1', run: 'P1', 'by hand': 'P2', imported: 'P2', loose: 'P3', archived: 'P3', aside: 'P3' },
  discloses: { start: 'P0', served: 'P0', run: 'P0', 'by hand': 'P0', imported: 'P0', loose: 'P0', archived: 'P3', aside: 'P3' },
  exposes:   { start: 'P1', served: 'P1', run: 'P2', 'by hand': 'P2', imported: 'P2', loose: 'P3', archived: 'P3', aside: 'P3' },
  admits:    { start: 'P0', served: 'P0', run: 'P1', 'by hand': 'P2', imported: 'P2', loose: 'P3', archived: 'P3', aside: 'P3' },
  lies:      { start: 'P1', served: 'P1', run: 'P1', 'by hand': 'P2', imported: 'P2', loose: 'P3', archived: 'P3', aside: 'P3' },
  hangs:     { start: 'P2', served: 'P1', run: 'P2', 'by hand': 'P3', imported: 'P2', loose: 'P3', archived: 'P3', aside: 'P3' },
  leaks:     { start: 'P2', served: 'P1', run: 'P2', 'by hand': 'P3', imported: 'P3', loose: 'P3', archived: 'P3', aside: 'P3' },
  hides:     { start: 'P2', served: 'P2', run: 'P2', 'by hand': 'P3', imported: 'P3', loose: 'P3', archived: 'P3', aside: 'P3' },
  drifts:    { start: 'P2', served: 'P2', run: 'P2', 'by hand': 'P2', imported: 'P3', loose: 'P3', archived: 'P3', aside: 'P3' },
  rots:      { start: 'P2', served: 'P2', run: 'P2', 'by hand': 'P3', imported: 'P3', loose: 'P3', archived: 'P3', aside: 'P3' },
};

/** What harms that need a stranger are at most where none can come. */
export const WITHOUT_STRANGERS: Severity = 'P2';

/** What breaks is at most where nobody comes before something else has failed: readers gave P1 to 1 of 7 such findings of rounds 21 to 26. */
export const AFTER_FAILURE: Severity = 'P2';

export const columnOf = ({ reach, part }: Pick<Standing, 'reach' | 'part'>): Column => part ?? reach;

/** Whether a finding stands in a test, an example or other code that nobody runs in production, which is not reported by default; a secret is. */
export const isAside = (harm: Harm, { reach }: Standing): boolean => reach === 'aside' && harm !== 'discloses';

/** Harm × reach, never above the ceiling. */
export function severityOf(harm: Harm, ceiling: Severity, standing: Standing): Severity {
  const caps = [ceiling, SEVERITY_TABLE[harm][columnOf(standing)]];
  if (NEEDS_STRANGER.has(harm) && standing.isExposed === false) caps.push(WITHOUT_STRANGERS);
  if (harm === 'breaks' && standing.isAfterFailure) caps.push(AFTER_FAILURE);
  return leastOf(caps);
}

function leastOf(severities: readonly Severity[]): Severity {
  return SEVERITIES[Math.max(...severities.map((severity) => SEVERITIES.indexOf(severity)))] ?? 'P3';
}
