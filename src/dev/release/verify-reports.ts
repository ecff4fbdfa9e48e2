import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { commandReader } from './reports/command-reader.ts';
import { CLEAN_FILES, HOSTILE_FILES, type HostileFile } from './reports/hostile-repository.ts';
import { pythonReaders } from './reports/python-readers.ts';
import type { Reading, ReportReader } from './reports/report-reader.ts';
import { reviewdogReaders } from './reports/reviewdog-readers.ts';
import { missingTraits, type Scan, scanRepository } from './reports/scan-repository.ts';

/**
 * Scans a hostile repository and a clean one with the built tree into every format, and lets those who read a format tell
 * what they found in it: paths, places, severities, rules and messages have to be those of the JSON report of the same
 * scan. A report with a fault has to be refused or misread. Returns problems, one line each.
 */
export function verifyReports(tree: string, workspace: string): string[] {
  const scan = (name: string, files: readonly HostileFile[]) => {
    const folder = join(workspace, name);
    mkdirSync(folder);
    return scanRepository(tree, files, folder);
  };
  const hostile = scan('hostile', HOSTILE_FILES);
  const clean = scan('clean', CLEAN_FILES);
  const readers = [...reviewdogReaders(), ...pythonReaders(workspace), commandReader()];
  for (const [format, why] of Object.entries(UNREAD)) console.log(`${format}: not read here, ${why}`);
  return [
    ...missingTraits(hostile, HOSTILE_FILES).map((trait) => `the scan for reports has no finding ${trait}`),
    ...clean.findings.map(({ rule }) => `the clean scan for reports has a finding of ${rule}`),
    ...readers.flatMap((reader) => judge(reader, hostile, clean)),
  ];
}

/**
 * Formats whose reader cannot be had (looked for on 20 November 2026); test/reporters holds them against what the readers
 * are documented to demand. GitLab's schema (app/validators/json_schemas/codeclimate.json) and parser are parts of its
 * Rails application alone: the packages for Code Quality in npm, PyPI and the Go proxy write it. SonarQube's scanner stands
 * in Maven Central up to 9.7.0, and the form with rules came with 10.3.
 */
const UNREAD: Readonly<Record<string, string>> = {
  gitlab: 'GitLab publishes no package that reads it',
  sonarqube: 'SonarQube publishes no package that reads the form with rules',
};

function judge(reader: ReportReader, hostile: Scan, clean: Scan): string[] {
  const { format, name, withFault } = reader;
  const report = readFileSync(hostile.reportOf(format), 'utf8');
  const wrong = [
    mistakeIn(reader, report, hostile),
    mistakeIn(reader, readFileSync(clean.reportOf(format), 'utf8'), clean),
  ].flatMap((mistake) => (mistake === undefined ? [] : [`${format}: ${name} ${mistake}`]));
  // A reader that finds no fault in this has not read it.
  const isBlind = mistakeIn(reader, withFault(report), hostile) === undefined;
  if (isBlind) wrong.push(`${format}: ${name} sees no fault in a report with one`);
  if (wrong.length === 0) {
    const count = hostile.findings.length;
    console.log(`${format}: ${name} reads ${count} findings as they are and none of a clean scan, and sees a fault`);
  }
  return wrong;
}

/** What a reader understands otherwise than the JSON report has it, if anything. */
function mistakeIn(reader: ReportReader, report: string, scan: Scan): string | undefined {
  const wanted = reader.expect(scan.findings).map(inOneOrder).sort();
  try {
    const read = reader.read(report, scan).map(inOneOrder).sort();
    if (isDeepStrictEqual(read, wanted)) return undefined;
    const [extra, missing] = [read.find((one) => !wanted.includes(one)), wanted.find((one) => !read.includes(one))];
    return `reads ${read.length} of ${wanted.length} findings, and ${extra ?? 'nothing'} instead of ${missing ?? 'nothing'}`;
  } catch (cause) {
    return `refuses it: ${cause instanceof Error ? cause.message.trim().replace(/\s+/g, ' ') : String(cause)}`;
  }
}

function inOneOrder(reading: Reading): string {
  return JSON.stringify(Object.entries(reading).sort());
}
