/** Where entries are in the document: below the heading of their severity, the newest last. Nothing of a person's moves. */
import { SEVERITIES, type Severity } from '../findings/index.ts';
import type { RegisterEntry, RegisterItem } from './entry.ts';

/** The items with the entries as they are now, those that are new and those whose severity changed in their place. */
export function arrangeItems(
  before: readonly RegisterItem[],
  entries: ReadonlyMap<string, RegisterEntry>,
  fresh: readonly RegisterEntry[],
): readonly RegisterItem[] {
  const moved: RegisterEntry[] = [];
  const items: RegisterItem[] = [];
  let part: Severity | undefined;
  for (const item of before) {
    if (item.kind === 'severity') part = item.severity;
    if (item.kind !== 'entry') {
      items.push(item);
      continue;
    }
    const entry = entries.get(item.entry.id) ?? item.entry;
    // One that a person put elsewhere stays there.
    if (entry.severity !== item.entry.severity && part === item.entry.severity) moved.push(entry);
    else items.push({ kind: 'entry', entry });
  }
  for (const entry of [...moved, ...fresh]) insertEntry(items, entry);
  if (!items.some(({ kind }) => kind === 'resolution')) items.push({ kind: 'resolution' });
  return joinOwn(items);
}

function insertEntry(items: RegisterItem[], entry: RegisterEntry): void {
  const { severity } = entry;
  let heading = items.findIndex((item) => item.kind === 'severity' && item.severity === severity);
  if (heading < 0) {
    heading = placeOfHeading(items, severity);
    items.splice(heading, 0, { kind: 'severity', severity });
  }
  let end = heading + 1;
  while (end < items.length && !isBoundary(items[end])) end++;
  // Behind the last entry; what a person wrote below it stays below.
  let last = end - 1;
  while (last > heading && items[last]?.kind !== 'entry') last--;
  items.splice(last === heading ? end : last + 1, 0, { kind: 'entry', entry });
}

const isBoundary = (item: RegisterItem | undefined): boolean =>
  item?.kind === 'severity' || item?.kind === 'resolution';

function placeOfHeading(items: readonly RegisterItem[], severity: Severity): number {
  const milder = SEVERITIES.slice(SEVERITIES.indexOf(severity) + 1);
  const at = items.findIndex(
    (item) => item.kind === 'resolution' || (item.kind === 'severity' && milder.includes(item.severity)),
  );
  return at < 0 ? items.length : at;
}

/** What is together is one. */
function joinOwn(items: readonly RegisterItem[]): RegisterItem[] {
  const joined: RegisterItem[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind === 'own' && last?.kind === 'own')
      joined[joined.length - 1] = { kind: 'own', text: `${last.text}\n\n${item.text}` };
    else joined.push(item);
  }
  return joined;
}
