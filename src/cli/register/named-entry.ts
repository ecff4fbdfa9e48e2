import { suggestion } from '../../config/nearest.ts';
import type { RegisterEntry } from '../../register/index.ts';
import { UsageError } from '../usage-error.ts';

/** The entry of an id, or a sentence with the nearest. */
export function findEntry(entries: readonly RegisterEntry[], id: string, shownAs: string): RegisterEntry {
  const found = entries.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  const ids = entries.map((entry) => entry.id);
  throw new UsageError(
    `\`${shownAs}\` has no entry \`${id}\`${suggestion(id, ids) || '; `auditlint register show` lists them'}`,
  );
}
