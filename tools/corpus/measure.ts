import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { writeMeasuredPage } from '../first-sight/measured-document.ts';
import { readCollectedRounds } from '../first-sight/verdicts.ts';
import { checkPlaces } from './check-places.ts';
import { countFigures, type RuleFigures } from './figures.ts';
import type { Folder } from './folder.ts';
import { FAILING, findLabelChanges } from './label-changes.ts';
import { formatLabelFile, type Label, readLabelFiles } from './labels.ts';
import { type Matches, matchLabels } from './match-labels.ts';
import { regressionPart, scannedTable } from './measured-page.ts';
import { figuresTable, groupsTable, labelChangeLines, targetsTable } from './print-figures.ts';
import { type ScannedFolder, scanFolder } from './scan-folder.ts';
import { findTargets, groupFigures } from './targets.ts';

/** What is measured by which labels. */
export interface Measuring {
  /** The folder of the project, which holds the labels. */
  readonly project: string;
  readonly folders: readonly Folder[];
  readonly rules: readonly RegisteredRule[];
  /** Write `measurements/measured.md`, `scanned.tsv` and the profiles of the labels. */
  readonly writes: boolean;
  readonly date: string;
}

/** Scans the folders and prints what the rules find beside what the labels say; false when something must not be. */
export async function measure(
  { project, folders, rules, writes, date }: Measuring,
  print: (text: string) => void,
): Promise<boolean> {
  // Before the scans, which take minutes: rules and labels of the same moment.
  const files = readLabelFiles(project).filter(({ rule }) => rules.some(({ name }) => name === rule));
  const scanned: ScannedFolder[] = [];
  for (const folder of folders) {
    const result = await scanFolder(folder, rules, date);
    print(folderLine(result));
    scanned.push(result);
  }
  const problems = scanned.flatMap(findProblems);
  const written = files.flatMap(({ labels }) => labels);
  const matches = matchLabels(scanned, written);
  const figures = countFigures(
    rules,
    scanned,
    written.map((label) => ofToday(label, matches)),
    matches,
  );
  const lines = scanned.reduce((sum, { report }) => sum + report.statistics.lines, 0);
  const changes = findLabelChanges(matches);
  print(summary(scanned, figures, lines, matches));
  for (const text of [...labelChangeLines(changes), ...problems]) print(text);
  if (writes) {
    for (const file of files)
      writeFileSync(file.path, formatLabelFile(file.labels.map((label) => ofToday(label, matches))));
    writeFileSync(join(project, 'measurements/corpus/scanned.tsv'), scannedTable(scanned));
    const regression = regressionPart(figures, scanned, lines, date);
    writeMeasuredPage(project, readCollectedRounds(project), regression);
  }
  return problems.length === 0 && !changes.some(({ kind }) => FAILING.has(kind));
}

function summary(
  scanned: readonly ScannedFolder[],
  figures: readonly RuleFigures[],
  lines: number,
  { absent }: Matches,
): string {
  return [
    `\n${scanned.length} folders, ${lines} lines`,
    figuresTable(figures, lines),
    groupsTable(groupFigures(figures), lines),
    targetsTable(findTargets(figures, lines)),
    ...(absent.length === 0 ? [] : [absentLines(absent)]),
  ].join('\n\n');
}

function absentLines(absent: Matches['absent']): string {
  const places = absent.map(
    ({ package: name, version, path, line, rule }) => `  ${name} ${version} ${path}:${line} ${rule}`,
  );
  return ['Labels of files that are not in these folders:', ...places].join('\n');
}

function folderLine({ package: name, version, report, findings }: ScannedFolder): string {
  const { scanned, lines, skipped, notParsed, partlyParsed } = report.statistics;
  const lacking = `${skipped} skipped, ${notParsed} not parsed, ${partlyParsed} in part`;
  return `${name} ${version}: ${scanned} files, ${lines} lines, ${findings.length} findings, ${lacking}`;
}

/** What must not be in any folder: a rule that failed, a place that does not exist. */
function findProblems(folder: ScannedFolder): string[] {
  const failures = folder.report.notices.filter(({ kind }) => kind === 'rule-failed' || kind === 'too-slow');
  const problems = [...failures.map(({ path, message }) => `${path ?? ''}: ${message}`), ...checkPlaces(folder)];
  return problems.map((problem) => `${folder.package} ${folder.version}: ${problem}`);
}

function ofToday(label: Label, { today }: Matches): Label {
  return { ...label, profile: today.get(label) ?? label.profile };
}
