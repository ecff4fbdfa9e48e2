/** A replay as all formats tell it: plain data in which whatever looks like a secret is masked. */

import { SEVERITIES, type Severity } from '../../findings/index.ts';
import { maskSecrets } from '../../knowledge/mask-secrets.ts';
import type { QuotedCode, StatedStatus, WrittenAudit } from '../claim.ts';
import {
  type Place,
  type ReplayedClaim,
  type SeenAlso,
  VERDICTS,
  type Verdict,
  type VerdictKind,
} from '../replayed-claim.ts';

/** What a format is given. Claims are in order of severity, and within one in that of the document. */
export interface ReplayDocument {
  readonly schemaVersion: 2;
  readonly tool: { readonly name: string; readonly version: string };
  readonly document: { readonly path: string; readonly title: string; readonly commit?: string };
  readonly root: string;
  /** The commit that was looked at; absent for the files on the disk. */
  readonly commit?: string;
  /** The commit whose code the document was written of, as far as git tells. */
  readonly audited?: string;
  /** Whether a scan was asked for; `seeAlso` is empty without one. */
  readonly scanned: boolean;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly claims: readonly ToldClaim[];
  readonly unread: readonly { readonly line: number; readonly text: string; readonly why: string }[];
}

export interface ToldClaim {
  readonly id: string;
  readonly title: string;
  /** What the document says in prose. */
  readonly text: string;
  readonly section: readonly string[];
  readonly severity?: Severity;
  readonly statedSeverity?: string;
  readonly status: StatedStatus;
  readonly owner?: string;
  /** The commit that the document names as the one that fixed it. */
  readonly fixedIn?: string;
  readonly quotes: readonly { readonly text: string; readonly language?: string; readonly role: QuotedCode['role'] }[];
  /** What the document proposes. */
  readonly remedy: string;
  /** Those that the document or a mapping file names. */
  readonly rules: readonly string[];
  /** Lines of the document that tell of it; the first is the claim itself. */
  readonly mentions: readonly number[];
  readonly verdict: ToldVerdict;
  readonly places: readonly (ToldVerdict & { readonly stated: string })[];
  readonly seeAlso: readonly SeenAlso[];
}

export interface ToldVerdict {
  readonly kind: VerdictKind;
  readonly because: string;
  readonly place?: ToldPlace;
  readonly commit?: string;
}

export interface ToldPlace {
  readonly path: string;
  /** Absent: the file as a whole. */
  readonly line?: number;
  readonly endLine?: number;
}

export interface Described {
  readonly tool: ReplayDocument['tool'];
  readonly audit: WrittenAudit;
  readonly claims: readonly ReplayedClaim[];
  /** As the user named them. */
  readonly documentPath: string;
  readonly root: string;
  readonly commit: string | undefined;
  readonly audited: string | undefined;
  readonly scanned: boolean;
}

export function describeReplay({
  tool,
  audit,
  claims,
  documentPath,
  root,
  commit,
  audited,
  scanned,
}: Described): ReplayDocument {
  const count = (kind: VerdictKind): number => claims.filter(({ verdict }) => verdict.kind === kind).length;
  const rank = ({ claim: { severity } }: ReplayedClaim): number =>
    severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
  return masked({
    schemaVersion: 2,
    tool,
    document: { path: documentPath, title: audit.title, ...given('commit', audit.commit) },
    root,
    ...given('commit', commit),
    ...given('audited', audited),
    scanned,
    // Every kind is listed, so that a reader need not ask which are missing.
    verdicts: Object.fromEntries(VERDICTS.map((kind) => [kind, count(kind)])) as Record<VerdictKind, number>,
    claims: [...claims].sort((a, b) => rank(a) - rank(b)).map(describeClaim),
    unread: audit.unread,
  });
}

function describeClaim({ claim, verdict, places, seeAlso }: ReplayedClaim): ToldClaim {
  const {
    id,
    title,
    text,
    section,
    severity,
    statedSeverity,
    status,
    owner,
    fixedIn,
    quotes,
    remedy,
    rules,
    mentions,
  } = claim;
  return {
    id,
    title,
    text,
    section,
    ...given('severity', severity),
    ...given('statedSeverity', statedSeverity),
    status,
    ...given('owner', owner),
    ...given('fixedIn', fixedIn),
    quotes: quotes.map(({ text: code, language, role }) => ({ text: code, ...given('language', language), role })),
    remedy,
    rules,
    mentions,
    verdict: describeVerdict(verdict),
    places: places.map(({ stated, verdict: each }) => ({ stated, ...describeVerdict(each) })),
    seeAlso,
  };
}

const describeVerdict = ({ kind, because, place, commit }: Verdict): ToldVerdict => ({
  kind,
  because,
  ...given('place', place && describePlace(place)),
  ...given('commit', commit),
});

const describePlace = ({ path, lines }: Place): ToldPlace => ({
  path,
  ...given('line', lines?.first),
  ...given('endLine', lines?.last),
});

function given<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  // A computed key is a string to the compiler.
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

/** Every text with its secrets masked; whoever wrote the document may have quoted one. */
function masked<Value>(value: Value): Value {
  if (typeof value === 'string') return maskSecrets(value) as Value;
  if (Array.isArray(value)) return value.map(masked) as Value;
  if (typeof value !== 'object' || value === null) return value;
  // The same keys with values of the same types.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)])) as Value;
}
