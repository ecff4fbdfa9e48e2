import type { UnreadPart, WrittenAudit } from '../../claim.ts';
import { buildClaim } from '../build-claim.ts';
import { type BuiltClaim, finishClaims } from '../finish-claims.ts';
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
  const built: BuiltClaim[] = [];
  const silent: UnreadPart[] = [];
  for (const record of records) {
    const draft = draftOfRecord(record, scale, isOurs);
    if (draft !== undefined) built.push({ claim: buildClaim(draft, scale), draft });
    else {
      const text = record.values.map((value) => value.text).join(' ');
      silent.push({ line: record.line, text: text.trim().slice(0, 200), why: 'it does not say what is wrong' });
    }
  }
  const { claims, unread } = finishClaims(built, []);
  return { title, commit, claims, unread: [...unread, ...silent].sort((a, b) => a.line - b.line) };
}
