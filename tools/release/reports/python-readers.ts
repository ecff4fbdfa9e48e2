import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOUBTS } from '../../../src/findings/index.ts';
import { sentence } from '../../../src/reporters/sentence.ts';
import { projectRoot } from '../../project-root.ts';
import { installReportReaders } from '../tools.ts';
import { SCANNED } from './hostile-repository.ts';
import { type Reading, type ReportReader, shown } from './report-reader.ts';
import type { ScannedFinding } from './scan-repository.ts';

/** Jenkins's schema and junitparser for JUnit, the csv of CPython, and GitHub's own Markdown parser. */
export function pythonReaders(workspace: string): ReportReader[] {
  const { python, junitSchema } = installReportReaders();
  const read = <Row>(reader: string, report: string, ...schema: readonly string[]): Row[] => {
    const file = join(workspace, 'report');
    writeFileSync(file, report);
    const { status, stdout, stderr } = spawnSync(python, [SCRIPT, reader, file, ...schema], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    // As read_report.py makes them, for each reader others.
    return JSON.parse(stdout) as Row[];
  };
  const junit = { format: 'junit', expect: (findings: readonly ScannedFinding[]) => findings.map(inJunit) };
  return [
    {
      ...junit,
      name: 'junit-10.xsd of Jenkins',
      read: (report) => read<FailedTest>('junit-schema', report, junitSchema).map(readFailure),
      withFault: (report) => report.replace('<testcase ', '<testcase line="1" '),
    },
    {
      ...junit,
      name: 'junitparser',
      read: (report) => read<FailedTest>('junitparser', report).map(readFailure),
      withFault: (report) => report.replace('</testcase>', ''),
    },
    {
      format: 'csv',
      name: 'csv of CPython',
      read: (report) => read<Reading>('csv', report),
      expect: (findings) => findings.map(inCsv),
      withFault: (report) => `${report}"`,
    },
    {
      format: 'markdown',
      name: 'cmark-gfm',
      read: (report) => read<SummaryItem>('markdown', report).map(readItem),
      expect: (findings) => findings.map(inMarkdown),
      withFault: (report) => report.replaceAll('`', ''),
    },
  ];
}

const SCRIPT = join(projectRoot, 'tools/release/reports/read_report.py');

type FailedTest = readonly [name: string, classname: string, type: string, message: string, text: string];

function readFailure([name, path, rule, message, text]: FailedTest): Reading {
  const lines = text.trim().split(/\n */);
  return { name, path, rule, message, severity: lines.at(-1) };
}

function inJunit({ rule, category, severity, message, file, inFile }: ScannedFinding): Reading {
  return {
    name: `${rule} ${file.inXml}:${inFile.line}:${inFile.column}`,
    path: file.inXml,
    rule,
    message: sentence(message),
    severity: `${severity} ${category}/${rule}`,
  };
}

/** Places as in the JSON report: of cells, and from the scanned root. */
function inCsv(finding: ScannedFinding): Reading {
  const { rule, category, severity, message, remedy, file, cell = '' } = finding;
  return {
    ...{ severity, rule, category, path: file.shown, cell: String(cell) },
    ...{ line: String(finding.line), column: String(finding.column) },
    ...{ 'end line': String(finding.endLine), 'end column': String(finding.endColumn) },
    ...{ message: shown(message), remedy, precision: finding.precision },
    ...{ cwe: finding.cwe.join(' '), fingerprint: finding.fingerprint },
    ...{ reach: finding.reach, because: withVisibleControls(shown(finding.because)), 'more places': '' },
    ...{ confidence: finding.confidence, doubts: finding.doubts?.join(' ') ?? '' },
  };
}

/** A reason names a module, and with it the characters of its path. */
const withVisibleControls = (text: string): string => [...text].map((each) => CONTROL_NAMES[each] ?? each).join('');

const CONTROL_NAMES: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\u001b': '\\x1b',
  '\u202e': '\\u202e',
};

type SummaryItem = readonly [heading: string, text: string];

function readItem([heading, text]: SummaryItem): Reading {
  return { heading, text };
}

/** Without marks of code. */
function inMarkdown({
  rule,
  severity,
  message,
  remedy,
  confidence,
  doubts = [],
  file,
  inFile,
  cell,
}: ScannedFinding): Reading {
  const place = `${SCANNED}/${file.shown}:${inFile.line}:${inFile.column}`;
  const inCell = cell === undefined ? '' : ` cell ${cell}`;
  const doubted = doubts.map((id) => ` ${sentence(`${confidence} confidence: ${DOUBTS[id].says} [${id}]`)}`).join('');
  const words = `${shown(sentence(message))}${doubted}\n→ ${sentence(remedy)}`.replaceAll('`', '');
  return { heading: HEADING[severity], text: `${rule} ${place}${inCell}\n${words}` };
}

const HEADING = { P0: 'P0 critical', P1: 'P1 high', P2: 'P2 medium', P3: 'P3 low' } as const;
