import type { WrittenAudit } from '../../claim.ts';
import { buildClaim } from '../build-claim.ts';
import { finishClaims } from '../finish-claims.ts';
import type { Scale } from '../parts/severity.ts';
import { draftOfRecord, type FindingRecord } from './record.ts';

export interface RecordsOfAudit {
  readonly scale: Scale;
  /** Whether we wrote it, so that its rules are ours. */
  readonly isOurs: boolean;
  readonly commit: string | undefined;
  readonly title: string;
}

export function auditOfRecords(
  records: readonly FindingRecord[],
  { scale, isOurs, commit, title }: RecordsOfAudit,
): WrittenAudit {
  const built = records.flatMap((record) => {
    const draft = draftOfRecord(record, scale, isOurs);
    return draft === undefined ? [] : [{ claim: buildClaim(draft, scale), draft }];
  });
  const silent = records.filter((record) => draftOfRecord(record, scale, isOurs) === undefined);
  const { claims, unread } = finishClaims(built, []);
  const untold = silent.map(({ line, values }) => ({
    line,
    text: values
      .map(({ text }) => text)
      .join(' ')
      .trim()
      .slice(0, 200),
    why: 'it does not say what is wrong',
  }));
  return { title, commit, claims, unread: [...unread, ...untold].sort((a, b) => a.line - b.line) };
}
