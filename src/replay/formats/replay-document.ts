/** A replay as all formats tell it: plain data in which whatever looks like a secret is masked. */

import type { Severity } from '../../findings/index.ts';
import { maskSecrets } from '../../knowledge/mask-secrets.ts';
import type { QuotedCode, StatedStatus, WrittenAudit } from '../claim.ts';
import type { Replay } from '../replay-audit.ts';
import type { Confidence, ReplayedClaim, ReplayedStatement, VerdictKind } from '../replayed-claim.ts';
import type { TotalsRemark } from '../totals.ts';

/** What a format is given. */
export interface ReplayDocument {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly document: { readonly path: string; readonly title: string; readonly commit?: string };
  readonly root: string;
  /** The commit that was looked at; absent for the files on the disk. */
  readonly commit?: string;
  /** False where a rule failed or a file was lost to a limit: then nothing is closed by silence. */
  readonly complete: boolean;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly totals: readonly TotalsRemark[];
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
  /** Of the document. */
  readonly line: number;
  readonly anchors: readonly ToldAnchor[];
  readonly verdict: ToldVerdict;
  /** Where it says several things and nothing decides on it as a whole. */
  readonly statements?: readonly ToldStatement[];
}

export interface ToldStatement {
  readonly text: string;
  readonly verdict: VerdictKind;
  readonly because: string;
}

export interface ToldAnchor {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly confidence: Confidence;
  readonly because: string;
}

export interface ToldVerdict {
  readonly kind: VerdictKind;
  readonly because: string;
  readonly evidence: readonly { readonly message: string; readonly path?: string; readonly line?: number }[];
  readonly rule?: string;
  readonly severity?: Severity;
  readonly fingerprint?: string;
  readonly fixedIn?: string;
}

export const VERDICT_KINDS: readonly VerdictKind[] = [
  'present',
  'fixed-in-name-only',
  'moved',
  'fixed',
  'gone',
  'contradicted',
  'not-decidable',
];

export interface Described {
  readonly tool: ReplayDocument['tool'];
  readonly audit: WrittenAudit;
  readonly replay: Pick<Replay, 'claims' | 'totals' | 'isComplete'>;
  /** As the user named them. */
  readonly documentPath: string;
  readonly root: string;
  readonly commit: string | undefined;
}

export function describeReplay({ tool, audit, replay, documentPath, root, commit }: Described): ReplayDocument {
  const count = (kind: VerdictKind): number => replay.claims.filter(({ verdict }) => verdict.kind === kind).length;
  return masked({
    schemaVersion: 1,
    tool,
    document: { path: documentPath, title: audit.title, ...given('commit', audit.commit) },
    root,
    ...given('commit', commit),
    complete: replay.isComplete,
    // Every kind is listed, so that a reader need not ask which are missing.
    verdicts: Object.fromEntries(VERDICT_KINDS.map((kind) => [kind, count(kind)])) as Record<VerdictKind, number>,
    totals: replay.totals,
    claims: replay.claims.map(describeClaim),
    unread: audit.unread,
  });
}

const describeStatement = ({ text, verdict: { kind, because } }: ReplayedStatement): ToldStatement => ({
  text,
  verdict: kind,
  because,
});

function describeClaim({ claim, anchors, verdict, statements }: ReplayedClaim): ToldClaim {
  const { id, title, text, section, severity, statedSeverity, status, owner, fixedIn, quotes, remedy, lines } = claim;
  const { kind, because, evidence, rule, severity: found, fingerprint, fixedIn: wentAway } = verdict;
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
    line: lines.first,
    anchors: anchors.slice(0, MOST_ANCHORS).map(({ path, lines: at, confidence, because: reason }) => ({
      path,
      line: at.first,
      endLine: at.last,
      confidence,
      because: reason,
    })),
    verdict: {
      kind,
      because,
      evidence: evidence.map(({ message, path, line }) => ({
        message,
        ...given('path', path),
        ...given('line', line),
      })),
      ...given('rule', rule),
      ...given('severity', found),
      ...given('fingerprint', fingerprint),
      ...given('fixedIn', wentAway),
    },
    ...(statements !== undefined && { statements: statements.map(describeStatement) }),
  };
}

/** More places than these help nobody; the surest come first. */
const MOST_ANCHORS = 20;

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
