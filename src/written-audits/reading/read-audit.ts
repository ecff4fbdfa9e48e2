import type { WrittenAudit } from '../claim.ts';
import { AuditError } from './audit-error.ts';
import { decodeAudit } from './decode-audit.ts';
import { readMarkdown } from './markdown/read-markdown.ts';

/** What a written audit says. Throws an `AuditError`, and nothing else, where it cannot be read. */
export function readAudit(bytes: Uint8Array, fileName: string): WrittenAudit {
  const text = decodeAudit(bytes, fileName);
  if (text.trim() === '') throw new AuditError(fileName, 'the document is empty');
  const audit = readMarkdown(text);
  if (audit.claims.length > 0) return audit;
  throw new AuditError(
    fileName,
    'no claim was found: a claim is a heading with an id or with fields (`**File:** …`), a row of a table of findings, or an item under a heading such as "Issues"',
    audit.unread[0]?.line,
  );
}
