import type { Finding } from '../findings/index.ts';
import { type FilePlaces, placesFromHere } from './file-places.ts';
import { morePlaces } from './finding-text.ts';
import { closingText } from './pretty/closing-lines.ts';
import type { Report } from './report.ts';
import { sentence } from './sentence.ts';
import { xmlDocument, xmlElement, xmlText } from './xml.ts';

/**
 * JUnit's XML in the strict form that Jenkins checks (junit-10.xsd of its xUnit plugin): a failed test for each finding, a
 * passed one when there is none. Consumers show little but names and texts, so the place is in both; columns count
 * from 1 in UTF-16.
 */
export function formatJunit(report: Report): string {
  const places = placesFromHere(report);
  const { findings, tool } = report;
  const cases =
    findings.length > 0
      ? findings.flatMap((finding) => describeFinding(finding, places))
      : xmlElement('testcase', { name: 'no findings', classname: tool.name });
  const counts = { tests: Math.max(1, findings.length), failures: findings.length, errors: 0 };
  const notices = report.notices.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`));
  const output = xmlElement('system-out', {}, xmlText([closingText(report), ...notices]));
  const suite = xmlElement('testsuite', { name: tool.name, ...counts, skipped: 0 }, [...cases, ...output]);
  return xmlDocument(xmlElement('testsuites', { name: tool.name, ...counts }, suite));
}

function describeFinding(finding: Finding, places: FilePlaces): string[] {
  const { rule, category, severity, location, message, remedy } = finding;
  const { path, line, column } = places.of(location);
  const place = `${path}:${line}:${column}`;
  const cell = location.cell === undefined ? '' : ` (cell ${location.cell}, line ${location.line})`;
  const more = morePlaces(finding, (each) => places.path(each)).map(sentence);
  const body = xmlText([
    sentence(message),
    ...more,
    sentence(remedy),
    `${place}${cell}`,
    `${severity} ${category}/${rule}`,
  ]);
  const failure = xmlElement('failure', { type: rule, message: sentence(message) }, body);
  return xmlElement('testcase', { name: `${rule} ${place}`, classname: path }, failure);
}
