/** Claims as they were found → claims of the audit: told once, told apart, with what other parts say of them. */

import type { Claim, UnreadPart } from '../claim.ts';
import type { ClaimDraft } from './claim-draft.ts';
import type { TrackingRow } from './markdown/table-claims.ts';

export interface FinishedClaims {
  readonly claims: readonly Claim[];
  readonly unread: readonly UnreadPart[];
}

/** `drafts` stand at the same index as their claims. */
export function finishClaims(
  built: readonly Claim[],
  drafts: readonly ClaimDraft[],
  tracking: readonly TrackingRow[],
): FinishedClaims {
  const told = ownersOf(built);
  const kept = built.filter(
    (claim, index) => drafts[index]?.id === undefined || told.get(claim.id) === claim || !isRow(claim),
  );
  const unread: UnreadPart[] = [];
  const ids = new Set<string>();
  const tracked = trackedById(tracking);
  const claims = kept
    .toSorted((a, b) => a.lines.first - b.lines.first)
    .map((claim) => {
      const id = freeId(claim.id, ids);
      ids.add(id);
      if (id !== claim.id && drafts[built.indexOf(claim)]?.id !== undefined) {
        unread.push({
          line: claim.lines.first,
          text: claim.title,
          why: `the id \`${claim.id}\` stands twice, so this one is called \`${id}\``,
        });
      }
      return withTracking({ ...claim, id }, tracked.get(claim.id));
    });
  return { claims, unread };
}

/** Of several claims with one id, the one that tells most: a row of a summary gives way to the section about it. */
function ownersOf(claims: readonly Claim[]): ReadonlyMap<string, Claim> {
  const owners = new Map<string, Claim>();
  for (const claim of claims) {
    const known = owners.get(claim.id);
    if (known === undefined || lengthOf(claim) > lengthOf(known)) owners.set(claim.id, claim);
  }
  return owners;
}

function lengthOf({ lines }: Claim): number {
  return lines.last - lines.first;
}

/** A claim of one line: a row of a table, or an item. */
function isRow(claim: Claim): boolean {
  return claim.lines.first === claim.lines.last;
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let number = 2; ; number++) {
    const candidate = `${id}~${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function trackedById(rows: readonly TrackingRow[]): ReadonlyMap<string, readonly TrackingRow[]> {
  const byId = new Map<string, TrackingRow[]>();
  for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return byId;
}

/** What a table of resolutions says is later than what the claim says of itself. */
function withTracking(claim: Claim, rows: readonly TrackingRow[] = []): Claim {
  let tracked = claim;
  for (const row of rows) {
    tracked = {
      ...tracked,
      status: row.status ?? tracked.status,
      severity: tracked.severity ?? row.severity?.severity,
      statedSeverity: tracked.statedSeverity ?? row.severity?.stated,
      owner: tracked.owner ?? row.owner,
      fixedIn: tracked.fixedIn ?? (row.status === 'fixed' ? row.fixedIn : undefined),
    };
  }
  return tracked;
}
