/**
 * `npm run golden`: whether a move of code changes no finding. Scans all fixtures and some pinned packages with all rules, and
 * compares every finding with what is stored, as a hash for each rule and part, in `test/golden/findings.tsv`. Exit code 1 when
 * anything is different or could not be scanned. The options stand in `golden/arguments.ts`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_RULES } from '../src/engine/index.ts';
import { runCommand } from './command-line.ts';
import { findRuleFiles } from './generate/rule-files.ts';
import { type GoldenArguments, parseArguments } from './golden/arguments.ts';
import { computeAt, rulesApart, TABLE } from './golden/at-revision.ts';
import { type Compared, compareParts } from './golden/compare.ts';
import type { Figure } from './golden/figure.ts';
import { findJobs } from './golden/find-jobs.ts';
import { NOTICES } from './golden/finding-line.ts';
import { KeptTexts } from './golden/kept-texts.ts';
import { advice, changesTable, changesText, scannedText, verdictOf } from './golden/print-comparison.ts';
import { scanAll } from './golden/scan-all.ts';
import { formatTable, type GoldenTable, parseTable, tableOf } from './golden/table.ts';
import { projectRoot } from './project-root.ts';

const tableFile = join(projectRoot, TABLE);
const rules = [...findRuleFiles(projectRoot), ...ENGINE_RULES].map(({ name }) => name);
const ruleNames = [...rules, NOTICES];
const log = (text: string): void => console.error(text);

await runCommand(() => {
  const wanted = parseArguments(process.argv.slice(2), ruleNames);
  return wanted.at === undefined ? scan(wanted) : computeRevision(wanted.at, wanted.cache);
});

async function scan(wanted: GoldenArguments): Promise<void> {
  const start = performance.now();
  // Read before minutes are spent on what cannot be compared.
  const stored = wanted.writes ? undefined : readTable();
  const found = await findJobs(wanted, log);
  const { parts, problems: failures } = await scanAll(found, wanted.jobs, log);
  const kept = new KeptTexts(join(wanted.cache, 'golden'));
  for (const { isWhole, lines } of parts.values()) if (isWhole) for (const own of lines.values()) kept.keep(own);
  const problems = [...found.problems, ...failures];
  for (const problem of problems) log(problem);
  if (problems.length > 0) process.exitCode = 1;
  const hasAll = problems.length === 0;
  const write = (): string => {
    if (!hasAll) return 'nothing is written';
    const table = tableOf(ruleNames, (part, rule) => parts.get(part)?.lines.get(rule) ?? []);
    writeFileSync(tableFile, formatTable(table));
    return `written to ${TABLE}`;
  };
  const compared = stored && { stored, ruleNames, parts, linesOf: (figure: Figure) => kept.find(figure) };
  const verdict = compared === undefined ? write() : compare(compared, wanted.diff, hasAll);
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`golden: ${scannedText(parts, rules.length)}: ${verdict} (${seconds} s)`);
}

/** Prints what is different, and gives the verdict. `shown`: rules of which each line is printed, all where none is named. */
function compare(compared: Compared, shown: readonly string[] | undefined, hasAll: boolean): string {
  const comparison = compareParts(compared);
  const { changes, unknown } = comparison;
  if (changes.length + unknown.length > 0) process.exitCode = 1;
  const wanted = changes.filter(({ rule }) => shown !== undefined && (shown.length === 0 || shown.includes(rule)));
  if (wanted.length > 0) console.log(changesText(wanted));
  if (changes.length > 0) console.log(`${changesTable(changes)}\n`);
  for (const sentence of advice(comparison, shown !== undefined)) console.log(sentence);
  return verdictOf(comparison, hasAll);
}

async function computeRevision(revision: string, cache: string): Promise<void> {
  log(`computing the lines of ${revision}, which takes as long as a run here`);
  const apart = rulesApart(readTable(), await computeAt(projectRoot, revision, cache));
  console.log(`golden: the lines of ${revision} are in ${join(cache, 'golden')}`);
  if (apart.length > 0) console.log(`${TABLE} says other things of ${apart.join(', ')}`);
}

function readTable(): GoldenTable {
  if (!existsSync(tableFile)) throw new Error(`${TABLE} is not there: \`npm run golden -- --write\` makes it`);
  return parseTable(TABLE, readFileSync(tableFile, 'utf8'));
}
