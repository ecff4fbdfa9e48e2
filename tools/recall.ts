/**
 * `npm run recall`: whether what others wrote down is found. Scores the tables of audits that are given and the mined rows of
 * `measurements/recall` against the commits that they name, read from clones without a checkout. Exit code 2, with one sentence each,
 * for what cannot be read in a table or is not there; the rest is scored. The options stand in `recall/arguments.ts`.
 */
import { runCommand } from './command-line.ts';
import { writeMeasuredPage } from './first-sight/measured-document.ts';
import { committedState } from './first-sight/project-state.ts';
import { readCollectedRounds } from './first-sight/verdicts.ts';
import { findRuleFiles } from './generate/rule-files.ts';
import { projectRoot } from './project-root.ts';
import { parseArguments, type RecallArguments } from './recall/arguments.ts';
import { Clones } from './recall/clones.ts';
import { KeptScans } from './recall/kept-scans.ts';
import { measureRecall } from './recall/measure.ts';
import { recallText } from './recall/print-recall.ts';
import { readSelection } from './recall/read-selection.ts';
import { recallPart } from './recall/recall-part.ts';
import { scanInProcesses } from './recall/scan-pool.ts';
import { takeRows } from './recall/take-rows.ts';

await runCommand(() => {
  const wanted = parseArguments(process.argv.slice(2), new Date().toISOString().slice(0, 10));
  return wanted.take === undefined ? score(wanted) : take(wanted, wanted.take);
});

async function score(wanted: RecallArguments): Promise<void> {
  const { project, cache, writes, date, parts } = wanted;
  const commit = writes ? committedState(projectRoot) : '';
  const selection = readSelection({ ...wanted, select: rulesNamed(wanted.select), knownRules: ruleNames() });
  const scan = scanInProcesses(new KeptScans(projectRoot, cache), (text) => console.error(text));
  const recall = await measureRecall(selection, new Clones(wanted.repositories, cache), scan);
  console.log(recallText(recall));
  listUnder('Not scored', recall.unscored);
  tellProblems(recall.problems);
  if (!writes) return;
  const part = recallPart(recall, { date, commit, hasAside: parts.includes('aside') });
  writeMeasuredPage(project, readCollectedRounds(project), { recall: part });
}

function take(wanted: RecallArguments, file: string): void {
  const clones = new Clones(wanted.repositories, wanted.cache);
  const { taken, known, problems } = takeRows({ ...wanted, file, clones, knownRules: ruleNames() });
  console.log(`${taken} taken, ${known} known before, ${problems.length} not taken`);
  tellProblems(problems);
}

function ruleNames(): ReadonlySet<string> {
  return new Set(findRuleFiles(projectRoot).map(({ name }) => name));
}

/** Rules by name or category. */
function rulesNamed(words: readonly string[]): string[] {
  const files = findRuleFiles(projectRoot);
  return words.flatMap((word) => {
    const named = files.filter(({ name, category }) => word === name || word === category).map(({ name }) => name);
    if (named.length === 0) throw new Error(`there is no rule and no category \`${word}\``);
    return named;
  });
}

function tellProblems(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 2;
}

function listUnder(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
