import type { Markdown, RegisteredPlace } from './entry.ts';
import { codeOfName, nameOfCode } from './plain-markdown.ts';

/** `` `src/app.py:12` `` or `` `sales.ipynb cell 2:5` ``, and behind it the fingerprint of the finding. */
export function placeText({ fingerprint, ...place }: RegisteredPlace): Markdown {
  return `${whereText(place)}${fingerprint === undefined ? '' : ` \`${fingerprint}\``}`;
}

/** The place alone. */
export function whereText(place: Omit<RegisteredPlace, 'fingerprint'>): Markdown {
  // The name of a file may end like a cell.
  const isAmbiguous = place.cell === undefined && / cell \d+$/.test(place.path);
  return codeOfName(shownPlace(isAmbiguous ? { ...place, cell: NO_CELL } : place));
}

const NO_CELL = 0;

/** As reports show it. */
export function shownPlace({ path, line, cell }: Omit<RegisteredPlace, 'fingerprint'>): string {
  return `${path}${cell === undefined ? '' : ` cell ${cell}`}:${line}`;
}

/** Undefined where it is no place. */
export function parsePlace(text: Markdown): RegisteredPlace | undefined {
  const [, where = '', fingerprint] = /^(`[^`]+`|[^`\s]+)(?:\s+`([^`]+)`)?$/.exec(text) ?? [];
  const name = where.startsWith('`') ? nameOfCode(where) : where;
  const [, path, cell, line] = /^(.+?)(?: cell (\d{1,9}))?:([1-9]\d{0,8})$/s.exec(name ?? '') ?? [];
  if (path === undefined || (fingerprint !== undefined && !isFingerprint(fingerprint))) return undefined;
  const isCell = cell !== undefined && Number(cell) !== NO_CELL;
  return { path, line: Number(line), cell: isCell ? Number(cell) : undefined, fingerprint };
}

/** As `numberFingerprints` makes it; the path's hash behind it is of earlier versions. */
export function isFingerprint(text: string): boolean {
  return /^[0-9a-f]{32}:\d{1,9}(?:\.[0-9a-f]{8})?$/.test(text);
}
