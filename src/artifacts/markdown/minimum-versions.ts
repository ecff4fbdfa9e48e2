/** Versions of Python that a document says to have at least. */
import type { Located } from '../../text/index.ts';
import { partOf } from '../lines.ts';

/** `Python 3.9+`, `Python >= 3.9`, `Python 3.9 or newer`, `Python version 3.9 (or higher)`. */
export function minimumVersions(line: Located<string>): readonly Located<string>[] {
  if (!line.value.includes('ython')) return [];
  return [...line.value.slice(0, MAX_LINE).matchAll(MINIMUM)].map((match) => {
    const [whole, atLeast = '', version = atLeast] = match;
    const start = match.index + whole.indexOf(version);
    return partOf(line, start, start + version.length);
  });
}

const MAX_LINE = 2000;
const MINIMUM =
  /\bpython\**`?(?:\s{1,3}version)?\s{0,3}(?:(?:>=|≥)\s{0,3}v?(3\.\d{1,2})|(?::\s{0,3})?v?(3\.\d{1,2})(?:\.\d{1,2})?(?:\s?\+|\**`?\s{1,3}\(?or\s(?:newer|later|higher|above|greater)))/gi;
