import { type Finding, type Location, SEVERITIES, type Severity } from '../findings/index.ts';
import { type FilePlaces, placesFromHere } from './file-places.ts';
import { findingText } from './finding-text.ts';
import { jsonDocument } from './json-document.ts';
import type { Report } from './report.ts';
import { sentence } from './sentence.ts';

/**
 * The generic format of SonarQube for external issues, with rules (docs.sonarsource.com, "Generic formatted issue reports";
 * `sonar.externalIssuesReportPaths`). Lines count from 1, columns from 0 in UTF-16, ends are exclusive and a range must not
 * be empty. Severity belongs to a rule there, so a rule has that of its worst finding.
 */
export function formatSonarqube(report: Report): string {
  const places = placesFromHere(report);
  const worst = worstByRule(report.findings);
  return jsonDocument({
    rules: report.rules.flatMap(({ name, category, docs }) => {
      const severity = worst.get(name);
      if (severity === undefined) return [];
      const { attribute, quality } = QUALITIES[category] ?? { attribute: 'LOGICAL', quality: 'RELIABILITY' };
      return {
        id: name,
        name: docs.summary,
        description: `${sentence(docs.why)} ${sentence(docs.remedy)}`,
        engineId: report.tool.name,
        cleanCodeAttribute: attribute,
        impacts: [{ softwareQuality: quality, severity: SEVERITY[severity] }],
      };
    }),
    issues: report.findings.map((finding) => {
      const { rule, location, related, flow } = finding;
      return {
        ruleId: rule,
        primaryLocation: describePlace(
          location,
          findingText(finding, (path) => places.path(path)),
          places,
        ),
        secondaryLocations: [
          ...(finding.places ?? []).map((place) => describePlace(place.location, place.message, places)),
          ...[...related, ...flow].map((place) => describePlace(place, place.message, places)),
        ],
      };
    }),
  });
}

/** Older servers know no other severities. */
const SEVERITY: Readonly<Record<Severity, string>> = { P0: 'HIGH', P1: 'HIGH', P2: 'MEDIUM', P3: 'LOW' };

/** What a category endangers; the others make a system unreliable. */
const QUALITIES: Readonly<Record<string, { readonly attribute: string; readonly quality: string }>> = {
  security: { attribute: 'TRUSTWORTHY', quality: 'SECURITY' },
  imports: { attribute: 'MODULAR', quality: 'MAINTAINABILITY' },
  resources: { attribute: 'EFFICIENT', quality: 'RELIABILITY' },
};

function worstByRule(findings: readonly Finding[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const severity of SEVERITIES) {
    for (const finding of findings) {
      if (finding.severity === severity && !worst.has(finding.rule)) worst.set(finding.rule, severity);
    }
  }
  return worst;
}

function describePlace(location: Location, message: string, places: FilePlaces) {
  const { path, line, column, endLine, endColumn } = places.of(location);
  const isEmpty = line === endLine && column === endColumn;
  const columns = { startColumn: column - 1, endColumn: endColumn - 1 };
  return { message, filePath: path, textRange: { startLine: line, endLine, ...(!isEmpty && columns) } };
}
