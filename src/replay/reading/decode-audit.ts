import { AuditError } from './audit-error.ts';

/** The longest real audit that we have seen is 0.4 MB; ten times that still reads in seconds. */
const LARGEST = 5_000_000;
const LINE_FEED = 0x0a;

/** The text of a document, without byte order mark and with `\n` at the end of each line. */
export function decodeAudit(bytes: Uint8Array, fileName: string): string {
  if (bytes.length > LARGEST) {
    const size = (bytes.length / 1_000_000).toFixed(1);
    throw new AuditError(fileName, `the document has ${size} MB, and at most 5 MB are read: split it`);
  }
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return withLineFeeds(new TextDecoder('utf-16le').decode(bytes));
  if (first === 0xfe && second === 0xff) return withLineFeeds(new TextDecoder('utf-16be').decode(bytes));
  try {
    return withLineFeeds(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const line = firstForeignLine(bytes);
    throw new AuditError(fileName, 'the document is not valid UTF-8: save it as UTF-8', line, cause);
  }
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

/** A line feed is never part of another character in UTF-8, so each line decodes on its own. */
function firstForeignLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const next = bytes.indexOf(LINE_FEED, start);
    const end = next === -1 ? bytes.length : next;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}
