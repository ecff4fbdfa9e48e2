/** What becomes of the status of an entry: one table for all that an update may have seen. */
import type { RegisterEntry, Status } from './entry.ts';
import type { LogEventKind } from './register-log.ts';
import type { Standing } from './sighting.ts';

/** What is known of an entry today; `unseen` where the update did not look, or could not tell. */
export type Outcome = Standing['kind'] | 'unseen';

export interface StatusStep {
  readonly status: Status;
  /** What happened, where something did. */
  readonly event?: LogEventKind;
  /** What a person says and the update denies; a clause to follow the id. */
  readonly conflict?: string;
}

export function nextStatus(entry: RegisterEntry, outcome: Outcome, today: string): StatusStep {
  const { status, agreed, until } = entry;
  const isByHand = agreed.status !== status;
  const hasEnded = status === 'Accepted' && until !== undefined && until < today;
  switch (outcome) {
    case 'fires':
      // What a person calls a false alarm stays one; a scan has no better reason than before.
      if (status === 'Refuted') return { status, conflict: 'is Refuted, but is still reported' };
      if (status === 'Fixed' && isByHand) return { status, conflict: 'is set to Fixed, but is still reported' };
      if (status === 'Fixed') return { status: 'Reopened', event: 'reopened' };
      return hasEnded ? { status: 'Open', event: 'acceptance-ended' } : { status };
    case 'gone':
      return status === 'Fixed' || status === 'Refuted' ? { status } : { status: 'Fixed', event: 'fixed' };
    case 'undecided':
      return hasEnded ? { status: 'Open', event: 'acceptance-ended' } : { status };
    case 'hidden':
      return { status };
    case 'unseen':
      // Of what no rule speaks of, no scan will ever say that it is still there.
      return hasEnded && entry.rule === undefined ? { status: 'Open', event: 'acceptance-ended' } : { status };
  }
}
