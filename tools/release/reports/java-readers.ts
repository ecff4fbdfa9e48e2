import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../project-root.ts';
import { installJavaReaders } from '../tools.ts';
import { SCANNED } from './hostile-repository.ts';
import { type Reading, type ReportReader, textOf } from './report-reader.ts';
import type { Place, Scan, ScannedFinding } from './scan-repository.ts';

/**
 * The importer of SonarQube's scanner, which checks rules, paths and that each range lies in its file; and the parser of
 * Code Climate that Jenkins has, for the format of GitLab, who publishes none.
 */
export function javaReaders(workspace: string): ReportReader[] {
  const { python, jars } = installJavaReaders();
  const file = join(workspace, 'report');
  const read = <Row>(reader: string, report: string, { folder }: Scan): Row[] => {
    writeFileSync(file, report);
    const { status, stdout, stderr } = spawnSync(python, [SCRIPT, reader, jars, file, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    // As read_with_java.py makes them, for each reader others.
    return JSON.parse(stdout) as Row[];
  };
  return [
    {
      format: 'sonarqube',
      name: "SonarQube's scanner",
      read: (report, scan) => read<ImportedIssue>('sonarqube', report, scan).map(readImported),
      expect: (findings) => findings.map((finding) => inSonarqube(finding, findings)),
      withFault: (report) => report.replace(/"endColumn": \d+/, '"endColumn": 9999'),
    },
    {
      format: 'gitlab',
      name: 'violations-lib of Jenkins',
      read: (report, scan) => read<Reading>('code-climate', report, scan),
      expect: (findings) => findings.map(inCodeClimate),
      withFault: (report) => report.replace(/"categories": \[[^\]]*\],/, ''),
    },
  ];
}

const SCRIPT = join(projectRoot, 'tools/release/reports/read_with_java.py');

interface ImportedPlace {
  readonly path: string;
  readonly place: string;
  readonly message: string;
}

interface ImportedIssue extends ImportedPlace {
  readonly engine: string;
  readonly rule: string;
  readonly impacts: string;
  readonly related: readonly ImportedPlace[];
}

function readImported({ related, ...issue }: ImportedIssue): Reading {
  return { ...issue, related: related.map(({ path, place, message }) => `${path}:${place} ${message}`) };
}

function inSonarqube(finding: ScannedFinding, findings: readonly ScannedFinding[]): Reading {
  const { rule, category, file, inFile, related } = finding;
  // Severity belongs to the rule, which has that of its worst finding.
  const [worst = 'P3'] = findings.flatMap((other) => (other.rule === rule ? other.severity : [])).sort();
  const quality = { security: 'SECURITY', imports: 'MAINTAINABILITY' }[category] ?? 'RELIABILITY';
  return {
    engine: 'auditlint',
    rule,
    impacts: `{${quality}=${{ P0: 'HIGH', P1: 'HIGH', P2: 'MEDIUM', P3: 'LOW' }[worst]}}`,
    path: file.path,
    place: placeText(inFile),
    message: textOf(finding),
    related: related.map((place) => `${file.path}:${placeText(place)} ${place.message}`),
  };
}

function placeText({ line, column, endLine, endColumn }: Place): string {
  return `${line}:${column - 1} to ${endLine}:${endColumn - 1}`;
}

function inCodeClimate(finding: ScannedFinding): Reading {
  const { rule, category, severity, file, inFile } = finding;
  return {
    path: `${SCANNED}/${file.path}`,
    line: inFile.line,
    // Of blocker, critical, major and minor it makes these.
    severity: severity === 'P3' ? 'WARN' : 'ERROR',
    rule,
    category: { imports: 'Clarity', resources: 'Performance', security: 'Security' }[category] ?? 'Bug Risk',
    message: textOf(finding),
  };
}
