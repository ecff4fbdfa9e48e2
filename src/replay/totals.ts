import { groupBy } from '../collections/index.ts';
import type { StatedTotal, WrittenAudit } from './claim.ts';

/** A number that the document gives, and how many claims there are. */
export interface TotalsRemark extends StatedTotal {
  readonly found: number;
}

/** Totals that do not add up: the document says so many, and holds others. Told of the document, of no claim. */
export function checkTotals({ totals, claims }: Pick<WrittenAudit, 'totals' | 'claims'>): readonly TotalsRemark[] {
  const bySeverity = groupBy(claims, ({ severity }) => severity);
  return totals
    .map((total) => ({
      ...total,
      found: total.severity === undefined ? claims.length : (bySeverity.get(total.severity)?.length ?? 0),
    }))
    .filter(({ count, found }) => count !== found);
}
