import type { WrittenAudit } from '../claim.ts';
import { AuditError } from './audit-error.ts';
import { decodeAudit } from './decode-audit.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import { readCsv } from './records/read-csv.ts';
import { readJson } from './records/read-json.ts';

/** What a written audit says. Throws an `AuditError`, and nothing else, where it cannot be read. */
export function readAudit(bytes: Uint8Array, fileName: string): WrittenAudit {
  const text = decodeAudit(bytes, fileName);
  if (text.trim() === '') throw new AuditError(fileName, 'the document is empty');
  const audit = readText(text, fileName);
  if (audit.claims.length > 0) return audit;
  throw new AuditError(
    fileName,
    'no claim was found: a claim is a heading with an id or with fields (`**File:** …`), a row of a table of findings, an item under a heading such as "Issues", or a finding in an array of JSON',
    audit.unread[0]?.line,
  );
}

/** By the end of the name, and by the first character where the name says nothing. */
function readText(text: string, fileName: string): WrittenAudit {
  const extension = /\.(\w+)$/.exec(fileName.slice(-12))?.[1]?.toLowerCase();
  if (extension === 'json' || extension === 'sarif') return readJson(text, fileName);
  if (extension === 'csv' || extension === 'tsv') return readCsv(text, fileName);
  const isMarkdown = extension === 'md' || extension === 'markdown';
  return !isMarkdown && /^\s{0,20}[[{]\s{0,20}["[{]/.test(text) ? readJson(text, fileName) : readMarkdown(text);
}
