import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../project-root.ts';
import { installSonarqube } from '../tools.ts';
import { type Reading, type ReportReader, textOf } from './report-reader.ts';
import type { Place, ScannedFinding } from './scan-repository.ts';

/** The importer of SonarQube's scanner, which checks rules, paths and that each range lies in its file. */
export function sonarqubeReader(workspace: string): ReportReader {
  const { python, jars } = installSonarqube();
  const file = join(workspace, 'sonarqube.json');
  return {
    format: 'sonarqube',
    name: "SonarQube's scanner",
    read: (report, { folder }) => {
      writeFileSync(file, report);
      const { status, stdout, stderr } = spawnSync(python, [SCRIPT, jars, file, folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      // As read_sonarqube.py makes them.
      return (JSON.parse(stdout) as ImportedIssue[]).map(({ related, ...issue }) => ({
        ...issue,
        related: related.map(({ path, place, message }) => `${path}:${place} ${message}`),
      }));
    },
    expect: (findings) => findings.map((finding) => expected(finding, findings)),
    withFault: (report) => report.replace(/"endColumn": \d+/, '"endColumn": 9999'),
  };
}

const SCRIPT = join(projectRoot, 'src/dev/release/reports/read_sonarqube.py');

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

function expected(finding: ScannedFinding, findings: readonly ScannedFinding[]): Reading {
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
