import type { Register, RegisterEntry } from './entry.ts';
import { shownPlace } from './place-text.ts';
import { plainMarkdown } from './plain-markdown.ts';
import type { LogEvent } from './register-log.ts';

/** That an issue may stay, and why. */
export interface Acceptance {
  readonly reason: string;
  /** The last day on which it holds. */
  readonly until: string | undefined;
  readonly owner: string | undefined;
}

/** The register with an entry accepted, and what its log says of it. */
export function acceptEntry(
  register: Register,
  entry: RegisterEntry,
  { reason, until, owner }: Acceptance,
  today: string,
): { readonly register: Register; readonly event: LogEvent } {
  const accepted: RegisterEntry = {
    ...entry,
    status: 'Accepted',
    agreed: { ...entry.agreed, status: 'Accepted' },
    reason: plainMarkdown(reason),
    until,
    owner: owner === undefined ? entry.owner : plainMarkdown(owner),
  };
  const items = register.items.map((item) =>
    item.kind === 'entry' && item.entry === entry ? { kind: 'entry' as const, entry: accepted } : item,
  );
  const { id, rule, status: from, places } = entry;
  const place = places[0] && shownPlace(places[0]);
  // As the document has it: what looks like a secret is covered.
  const event = { date: today, id, event: 'accepted', rule, place, from, reason: accepted.reason, until } as const;
  return { register: { ...register, items }, event };
}
