import type { Label, LabelProfile } from './labels.ts';
import type { Matches } from './match-labels.ts';

/** A label whose finding shows elsewhere than when it was written. */
export interface LabelChange {
  readonly kind: LabelChangeKind;
  readonly label: Label;
  readonly today: LabelProfile;
}

export type LabelChangeKind =
  /** Right, and no longer found. */
  | 'lost'
  /** Wrong, and found again, or shown to more users than it was. */
  | 'back'
  /** Right, and shown to fewer or to more users. */
  | 'demoted'
  | 'gained'
  /** Wrong, and shown to fewer users or none. */
  | 'fixed';

/** Changes that must not be. */
export const FAILING: ReadonlySet<LabelChangeKind> = new Set(['lost', 'back']);

/** How far a finding is shown. */
const REACH: Readonly<Record<LabelProfile, number>> = { silent: 0, strict: 1, default: 2 };

/** What the rules of today say otherwise than the labels do. */
export function findLabelChanges({ today }: Matches): LabelChange[] {
  return [...today].flatMap(([label, now]) => {
    const kind = kindOf(label, now);
    return kind === undefined ? [] : [{ kind, label, today: now }];
  });
}

function kindOf({ verdict, profile }: Label, today: LabelProfile): LabelChangeKind | undefined {
  const more = REACH[today] - REACH[profile];
  if (more === 0) return undefined;
  if (verdict === 'wrong') return more > 0 ? 'back' : 'fixed';
  if (more > 0) return 'gained';
  return today === 'silent' ? 'lost' : 'demoted';
}
