import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Confidence, DoubtId, Severity } from '../../../src/findings/index.ts';
import { FORMATS } from '../../../src/reporters/index.ts';
import { type HostileFile, SELECTED, writeRepository } from './hostile-repository.ts';

export interface Scan {
  /** The folder that was scanned; the scan ran there. */
  readonly folder: string;
  readonly findings: readonly ScannedFinding[];
  /** The file that holds the report in a format. */
  reportOf(format: string): string;
}

/** A finding as the JSON report tells it: lines from 1, columns from 1 in UTF-16, of the cell in a notebook. */
export interface ScannedFinding extends Place {
  readonly rule: string;
  readonly category: string;
  readonly severity: Severity;
  readonly cell?: number;
  readonly message: string;
  readonly remedy: string;
  readonly precision: string;
  readonly reach: string;
  readonly because: string;
  readonly confidence: Confidence;
  readonly doubts?: readonly DoubtId[];
  readonly cwe: readonly number[];
  readonly fingerprint: string;
  readonly related: readonly (Place & { readonly message: string })[];
  readonly file: HostileFile;
  /** The same place in the lines of the file, which in a notebook are others. */
  readonly inFile: Place;
}

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Scans a repository of these files with the built tree, once, into every format. Throws where the scan fails. */
export function scanRepository(tree: string, files: readonly HostileFile[], workspace: string): Scan {
  const folder = writeRepository(join(workspace, 'checkout'), files);
  const reports = join(workspace, 'reports');
  mkdirSync(reports);
  const reportOf = (format: string) => join(reports, format);
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      ...[join(tree, 'bin/auditlint.js'), '.', '--profile', 'strict', '--fail-on', 'never'],
      ...['--select', SELECTED.join(',')],
      ...FORMATS.flatMap((format) => ['--format', `${format}=${reportOf(format)}`]),
    ],
    // A workflow's own variables would make links to its repository.
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: process.env.HOME, AUDITLINT_NO_CACHE: '1' } },
  );
  if (status !== 0) throw new Error(`the scan of the repository for its reports ended with ${status}: ${stderr}`);
  const { findings } = JSON.parse(readFileSync(reportOf('json'), 'utf8')) as { findings: readonly JsonFinding[] };
  return { folder, findings: findings.map((finding) => completed(finding, files)), reportOf };
}

type JsonFinding = Omit<ScannedFinding, 'file' | 'inFile'> & { readonly path: string };

function completed(finding: JsonFinding, files: readonly HostileFile[]): ScannedFinding {
  const file = files.find(({ path }) => path === finding.path);
  if (file === undefined) throw new Error(`the JSON report names ${JSON.stringify(finding.path)}, which is no file`);
  return { ...finding, file, inFile: finding.cell === undefined ? finding : placeInNotebook(finding, file.content) };
}

/** Found by its text, which stands once in the file: the reporters count through the cells instead. */
function placeInNotebook({ cell = 0, line, column, endColumn }: JsonFinding, content: string): Place {
  const { cells } = JSON.parse(content) as { cells: readonly { readonly source: readonly string[] }[] };
  const construct = cells[cell - 1]?.source[line - 1]?.slice(column - 1, endColumn - 1) ?? '';
  const start = content.indexOf(construct);
  const inLine = start - content.lastIndexOf('\n', start);
  const inFile = content.slice(0, start).split('\n').length;
  return { line: inFile, column: inLine, endLine: inFile, endColumn: inLine + construct.length };
}

/** What the repository is made to have and the findings do not show, so that nothing was tried on it. */
export function missingTraits({ findings }: Scan, files: readonly HostileFile[]): string[] {
  const lineOf = ({ inFile, file }: ScannedFinding) => file.content.split('\n')[inFile.line - 1] ?? '';
  const traits: Readonly<Record<string, boolean>> = {
    'of every severity': (['P0', 'P1', 'P2', 'P3'] as const).every((severity) =>
      findings.some((finding) => finding.severity === severity && isBehindEmoji(lineOf(finding), finding)),
    ),
    'in every file': files.every((file) => findings.some((finding) => finding.file === file)),
    'over several lines': findings.some(({ line, endLine }) => endLine > line),
    'with a related place': findings.some(({ related }) => related.length > 0),
    'that quotes hostile text': findings.some(({ message }) => message.includes(']]> %0A::error::')),
  };
  return Object.keys(traits).filter((trait) => traits[trait] === false);
}

function isBehindEmoji(line: string, { inFile }: ScannedFinding): boolean {
  return line.slice(0, inFile.column - 1).includes('📦');
}
