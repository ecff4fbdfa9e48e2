/** A replay as all formats tell it: plain data in which whatever looks like a secret is masked. */

import { SEVERITIES } from '../../findings/index.ts';
import { maskSecrets } from '../../knowledge/mask-secrets.ts';
import type { Claim, QuotedCode, WrittenAudit } from '../claim.ts';
import { type ReplayedClaim, type SeenAlso, VERDICTS, type Verdict, type VerdictKind } from '../replayed-claim.ts';

/** What a format is given; JSON leaves out what is undefined. Claims are in order of severity, and within one in that of the document. */
export interface ReplayDocument {
  readonly schemaVersion: 2;
  readonly tool: { readonly name: string; readonly version: string };
  readonly document: { readonly path: string; readonly title: string; readonly commit: string | undefined };
  readonly root: string;
  /** The commit that was looked at; undefined for the files on the disk. */
  readonly commit: string | undefined;
  /** The commit whose code the document was written of, as far as git tells. */
  readonly audited: string | undefined;
  /** Whether a scan was asked for; `seeAlso` is empty without one. */
  readonly scanned: boolean;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly claims: readonly ReportedClaim[];
  readonly unread: WrittenAudit['unread'];
}

/** What the document says of a claim, and what became of it. */
export interface ReportedClaim extends Omit<Claim, 'places' | 'about' | 'quotes' | 'names' | 'lines'> {
  readonly quotes: readonly Pick<QuotedCode, 'text' | 'language' | 'role'>[];
  readonly verdict: ReportedVerdict;
  readonly places: readonly (ReportedVerdict & { readonly stated: string })[];
  readonly seeAlso: readonly SeenAlso[];
}

export interface ReportedVerdict extends Omit<Verdict, 'place'> {
  /** Without lines: the file as a whole. */
  readonly place:
    | { readonly path: string; readonly line: number | undefined; readonly endLine: number | undefined }
    | undefined;
}

interface Described extends Pick<ReplayDocument, 'tool' | 'root' | 'commit' | 'audited' | 'scanned'> {
  readonly audit: WrittenAudit;
  readonly claims: readonly ReplayedClaim[];
  readonly documentPath: string;
}

export function describeReplay({ audit, claims, documentPath, ...rest }: Described): ReplayDocument {
  const count = (kind: VerdictKind): number => claims.filter(({ verdict }) => verdict.kind === kind).length;
  const rank = ({ claim: { severity } }: ReplayedClaim): number =>
    severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
  return masked({
    schemaVersion: 2,
    document: { path: documentPath, title: audit.title, commit: audit.commit },
    ...rest,
    // Every kind is listed, so that a reader need not ask which are missing.
    verdicts: Object.fromEntries(VERDICTS.map((kind) => [kind, count(kind)])) as Record<VerdictKind, number>,
    claims: [...claims].sort((a, b) => rank(a) - rank(b)).map(describeClaim),
    unread: audit.unread,
  });
}

function describeClaim({ claim, verdict, places, seeAlso }: ReplayedClaim): ReportedClaim {
  const { about: _, names: __, lines: ___, ...reported } = claim;
  return {
    ...reported,
    quotes: claim.quotes.map(({ text, language, role }) => ({ text, language, role })),
    verdict: describeVerdict(verdict),
    places: places.map(({ stated, verdict: each }) => ({ stated, ...describeVerdict(each) })),
    seeAlso,
  };
}

function describeVerdict({ place, ...verdict }: Verdict): ReportedVerdict {
  const { first, last } = place?.lines ?? {};
  return { ...verdict, place: place && { path: place.path, line: first, endLine: last } };
}

/** Every text with its secrets masked; anyone who wrote the document may have quoted one. */
function masked<Value>(value: Value): Value {
  if (typeof value === 'string') return maskSecrets(value) as Value;
  if (Array.isArray(value)) return value.map(masked) as Value;
  if (typeof value !== 'object' || value === null) return value;
  // The same keys with values of the same types.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)])) as Value;
}
