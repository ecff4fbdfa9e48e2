/**
 * `npm run measure -- [--write --date YYYY-MM-DD] <folder>…`: scans real code with every rule in the strict profile, checks
 * that each finding stands where it says, and holds the findings against the labels of `test/corpus/labels`.
 * `--write` writes `docs/measured.md` and notes in the labels where their findings show today.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { type Arguments, parseArguments } from './measure/arguments.ts';
import { checkPlaces } from './measure/check-places.ts';
import { countFigures } from './measure/figures.ts';
import { formatLabelFile, type Label, readLabelFiles } from './measure/labels.ts';
import { type Matches, matchLabels } from './measure/match-labels.ts';
import { measuredPage } from './measure/measured-page.ts';
import { figuresTable } from './measure/print-figures.ts';
import { type ScannedFolder, scanFolder } from './measure/scan-folder.ts';
import { projectRoot } from './project-root.ts';

await measure(parseArguments(process.argv.slice(2)));

async function measure({ folders, writes, date }: Arguments): Promise<void> {
  const scanned: ScannedFolder[] = [];
  for (const folder of folders) {
    const start = performance.now();
    const result = await scanFolder(folder, date);
    scanned.push(result);
    reportFolder(result, performance.now() - start);
  }
  const files = readLabelFiles(projectRoot);
  const written = files.flatMap(({ labels }) => labels);
  const matches = matchLabels(scanned, written);
  const labels = written.map((label) => ofToday(label, matches));
  const figures = countFigures(rules, scanned, labels, matches);
  const lines = scanned.reduce((sum, { report }) => sum + report.statistics.lines, 0);
  console.log(`\n${scanned.length} folders, ${lines} lines\n\n${figuresTable(figures, lines)}`);
  listGone(matches);
  if (!writes) return;
  for (const file of files)
    writeFileSync(file.path, formatLabelFile(file.labels.map((label) => ofToday(label, matches))));
  writeFileSync(join(projectRoot, 'docs/measured.md'), measuredPage(figures, scanned, lines, date));
}

/** One line per folder, and one per thing that must not be: a rule that failed, a place that does not exist. */
function reportFolder(folder: ScannedFolder, milliseconds: number): void {
  const { report } = folder;
  const { scanned, lines, skipped, notParsed, partlyParsed } = report.statistics;
  const counts = `${scanned} files, ${lines} lines, ${folder.findings.length} findings`;
  const lacking = `${skipped} skipped, ${notParsed} not parsed, ${partlyParsed} in part`;
  console.log(`${folder.package} ${folder.version}: ${counts}, ${lacking}, ${(milliseconds / 1000).toFixed(1)} s`);
  const failures = report.notices.filter(({ kind }) => kind === 'rule-failed' || kind === 'too-slow');
  const problems = [...failures.map(({ path, message }) => `${path ?? ''}: ${message}`), ...checkPlaces(folder)];
  for (const problem of problems) console.error(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

function ofToday(label: Label, { today }: Matches): Label {
  return { ...label, profile: today.get(label) ?? label.profile };
}

function listGone({ today }: Matches): void {
  const gone = [...today].filter(([label, profile]) => profile === 'silent' && label.verdict === 'right');
  if (gone.length > 0) console.log('\nRight, and no longer found:');
  for (const [{ rule, package: name, version, path, line, code }] of gone) {
    console.log(`  ${rule}: ${name} ${version} ${path}:${line} ${code}`);
  }
}
