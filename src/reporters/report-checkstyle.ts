import type { Finding, Severity } from '../findings/index.ts';
import { type FilePlaces, placesFromHere } from './file-places.ts';
import { findingText } from './finding-text.ts';
import type { Report } from './report.ts';
import { xmlDocument, xmlElement } from './xml.ts';

/**
 * Checkstyle's XML (checkstyle-report-1.0.0.xsd), as Jenkins and others read it. Lines and columns count from 1; what a
 * column counts is not defined, so it is UTF-16 without expanding tabs, as other linters write it.
 */
export function formatCheckstyle(report: Report): string {
  const places = placesFromHere(report);
  const byFile = new Map<string, string[]>();
  for (const finding of report.findings) {
    const { path, line, column } = places.of(finding.location);
    const errors = byFile.get(path) ?? [];
    byFile.set(path, errors);
    errors.push(...xmlElement('error', describe(finding, line, column, places)));
  }
  const files = [...byFile].flatMap(([name, errors]) => xmlElement('file', { name }, errors));
  return xmlDocument(xmlElement('checkstyle', { version: '4.3' }, files));
}

function describe(finding: Finding, line: number, column: number, places: FilePlaces) {
  const { rule, category, severity } = finding;
  const source = `auditlint.${category}.${rule}`;
  return {
    line,
    column,
    severity: SEVERITY[severity],
    message: findingText(finding, (path) => places.path(path)),
    source,
  };
}

const SEVERITY: Readonly<Record<Severity, string>> = { P0: 'error', P1: 'error', P2: 'warning', P3: 'info' };
