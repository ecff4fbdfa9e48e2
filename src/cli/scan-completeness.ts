import { fileKindOf, isDataKind } from '../discover/index.ts';
import type { ScanReport } from '../engine/index.ts';
import { INCOMPLETE, type Notice } from '../findings/index.ts';

/** Whether a scan had all that it wanted. Files left out on purpose (binary, links, ignored ones) and files that are no Python change nothing: no rerun would. */
export function isComplete({ notices }: Pick<ScanReport, 'notices'>): boolean {
  return !notices.some((notice) => INCOMPLETE.has(notice.kind) || (notice.kind === 'too-large' && holdsCode(notice)));
}

/** Of files whose name promises no code, such as JSON, YAML and documents, the large ones are data; what has no kind by its name was found to be a program. */
function holdsCode({ path }: Notice): boolean {
  if (path === undefined) return false;
  const kind = fileKindOf(path);
  return kind === undefined || (kind !== 'yaml' && !isDataKind(kind));
}
