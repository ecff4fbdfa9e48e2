import type { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import type { FileConclusion } from '../engine/index.ts';
import type { Finding, Notice } from '../findings/index.ts';
import { rangeOf } from './ranges.ts';

export const SOURCE = 'auditlint';

/** How an editor is told of one file. */
export interface DiagnosticStyle {
  uriOf(path: string): string;
  /** The address of a rule's page. */
  pageOf(rule: string): string | undefined;
}

/** What an editor shows of one file: its findings, and why part of it was not read. */
export function diagnosticsOf(
  { findings, notices }: Pick<FileConclusion, 'findings' | 'notices'>,
  style: DiagnosticStyle,
): Diagnostic[] {
  return [...findings.map((finding) => diagnosticOf(finding, style)), ...notices.map(ofNotice)];
}

function diagnosticOf(finding: Finding, { uriOf, pageOf }: DiagnosticStyle): Diagnostic {
  const { rule, severity, location, message } = finding;
  const page = pageOf(rule);
  const cell = location.cell === undefined ? '' : `cell ${location.cell}, line ${location.line}: `;
  const related = [...finding.related, ...finding.flow].map(
    (place): DiagnosticRelatedInformation => ({
      location: { uri: uriOf(place.path), range: rangeOf(place) },
      message: place.message,
    }),
  );
  return {
    range: rangeOf(location),
    severity: LEVEL[severity],
    code: rule,
    source: SOURCE,
    message: `${cell}${message} (${severity})`,
    ...(page !== undefined && { codeDescription: { href: page } }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

const SEVERITY = { error: 1, warning: 2, information: 3 } as const satisfies Record<string, DiagnosticSeverity>;

const LEVEL = {
  P0: SEVERITY.error,
  P1: SEVERITY.error,
  P2: SEVERITY.warning,
  P3: SEVERITY.information,
} as const;

function ofNotice({ kind, line = 1, message }: Notice): Diagnostic {
  const start = { line: line - 1, character: 0 };
  return {
    range: { start, end: start },
    severity: SEVERITY.information,
    code: kind,
    source: SOURCE,
    message,
  };
}
