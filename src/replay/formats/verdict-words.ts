import { VERDICTS, type VerdictKind } from '../replayed-claim.ts';
import type { ReplayDocument, ReportedVerdict } from './replay-document.ts';

/** What a verdict is called in front of people. */
export const wordsOf = (kind: VerdictKind): string => kind.replaceAll('-', ' ');

/** "12 stand as quoted, 3 moved": kinds that occur. */
export function summary({ verdicts }: Pick<ReplayDocument, 'verdicts'>): string {
  const counted = VERDICTS.filter((kind) => verdicts[kind] > 0).map((kind) => `${verdicts[kind]} ${wordsOf(kind)}`);
  return counted.length === 0 ? 'no claim' : counted.join(', ');
}

/** `app/jobs.py:12`, or the file alone. */
export const placeText = ({ path, line }: NonNullable<ReportedVerdict['place']>): string =>
  line === undefined ? path : `${path}:${line}`;

/** "1 claim", "30 claims". */
export const countText = (count: number): string => `${count} ${count === 1 ? 'claim' : 'claims'}`;
