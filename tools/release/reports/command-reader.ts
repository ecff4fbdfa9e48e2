import { spawnSync } from 'node:child_process';
import { sentence } from '../../../src/reporters/sentence.ts';
import { installActionsCore } from '../tools.ts';
import { SCANNED } from './hostile-repository.ts';
import { type ReportReader, shown } from './report-reader.ts';
import type { ScannedFinding } from './scan-repository.ts';

/** GitHub publishes no reader of workflow commands, but the package that writes them: ours have to be its bytes. */
export function commandReader(): ReportReader {
  const folder = installActionsCore();
  return {
    format: 'github',
    name: '@actions/core of GitHub',
    read: (report) => report.split('\n').flatMap((command) => (command === '' ? [] : { command })),
    expect: (findings) => writeCommands(folder, findings.map(annotation)).map((command) => ({ command })),
    withFault: (report) => report.replaceAll('%25', '%'),
  };
}

type Annotation = readonly [kind: string, message: string, properties: Readonly<Record<string, string | number>>];

function writeCommands(folder: string, annotations: readonly Annotation[]): string[] {
  const script = `
    import * as core from '@actions/core';
    for (const [kind, message, properties] of ${JSON.stringify(annotations)}) core[kind](message, properties);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`@actions/core ended with ${status}: ${stderr}`);
  return stdout.split('\n').filter((command) => command !== '');
}

function annotation({ rule, severity, message, remedy, file, inFile, cell, line }: ScannedFinding): Annotation {
  const path = `${SCANNED}/${file.shown}`;
  const { line: startLine, endLine, column: startColumn, endColumn } = inFile;
  const inCell = cell === undefined ? '' : ` (cell ${cell}, line ${line})`;
  return [
    KIND[severity],
    [shown(sentence(message)), sentence(remedy), `${path}:${startLine}:${startColumn}${inCell}`].join('\n'),
    {
      title: `${severity} ${rule}`,
      // A property can name a line break.
      file: path.replace('\\n', '\n'),
      ...{ startLine, endLine },
      // A runner drops columns of several lines, and a warning says so.
      ...(startLine === endLine && { startColumn, endColumn }),
    },
  ];
}

const KIND = { P0: 'error', P1: 'error', P2: 'warning', P3: 'notice' } as const;
