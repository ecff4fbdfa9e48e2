import type { Finding, Location } from '../../findings/index.ts';
import { jsonDocument } from '../json-document.ts';
import { describeFinding } from './report-json.ts';

/** What was concluded at one place, as `auditlint why` knows it. */
interface WhyDocument {
  readonly place: { readonly path: string; readonly line: number; readonly cell?: number };
  readonly findings: readonly {
    readonly finding: Finding;
    readonly isShown: boolean;
    readonly reasons: readonly string[];
  }[];
  readonly proofs: readonly {
    readonly rule: string;
    readonly at: Location;
    readonly by: string;
    readonly where?: Location;
  }[];
  readonly answers: readonly {
    readonly rule: string;
    readonly at: Location;
    readonly message: string;
    readonly because: string;
  }[];
  readonly looks: readonly { readonly rule: string; readonly look: string }[];
}

/** The answer for programs; members are described in docs/why.md. */
export function formatWhyJson({ place, findings, proofs, answers, looks }: WhyDocument): string {
  return jsonDocument({
    schemaVersion: '1',
    place,
    findings: findings.map(({ finding, isShown, reasons }) => ({
      ...describeFinding(finding),
      shown: isShown,
      reasons,
    })),
    proofs: proofs.map(({ rule, at, by, where }) => ({ rule, by, at: placeOf(at), where: where && placeOf(where) })),
    answers: answers.map(({ rule, at, message, because }) => ({ rule, message, because, at: placeOf(at) })),
    rules: looks.map(({ rule, look }) => ({ rule, look })),
  });
}

const placeOf = ({ path, line, column, endLine, endColumn, cell }: Location) => ({
  path,
  line,
  column,
  endLine,
  endColumn,
  cell,
});
