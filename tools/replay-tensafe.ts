/**
 * `npm run replay:tensafe -- <git dir> [--select RULE,…] [--cache DIR]`: holds the facts of `test/replay/tensafe.tsv`
 * against the commits of the audited repository. Exit code 1 when fewer than nine in ten rows of a category fire, a quiet
 * one fires, a mended one still fires, or one that nothing mended is silent.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './command-line.ts';
import { selectRules, splitWords } from './corpus/select-rules.ts';
import { ForeignHistory } from './git/foreign-history.ts';
import { projectRoot } from './project-root.ts';
import { missLines, recallTable, replayTable, unknownLines } from './replay/print-replay.ts';
import { countRecall, isEnough, isFailure } from './replay/recall.ts';
import { replay } from './replay/replay.ts';
import { readReplayTable } from './replay/row.ts';

// Suppressions of the replayed repository expire or not, the same on every day.
const TODAY = '2026-11-20';

const { values, positionals } = parseArgs({
  options: {
    select: { type: 'string', multiple: true, default: [] },
    cache: { type: 'string', default: join(projectRoot, '.cache/replay-tensafe') },
    table: { type: 'string', default: join(projectRoot, 'test/replay/tensafe.tsv') },
  },
  allowPositionals: true,
});
const [gitDirectory] = positionals;
if (gitDirectory === undefined || positionals.length > 1) {
  console.error('npm run replay:tensafe -- <git dir> [--select RULE,…] [--cache DIR] [--table FILE]');
  process.exitCode = 2;
} else {
  await runCommand(() => run(gitDirectory));
}

async function run(place: string): Promise<void> {
  const rules = await selectRules(projectRoot, splitWords(values.select), (problem) => {
    console.error(problem);
    process.exitCode = 1;
  });
  const categories = new Map(rules.map(({ name, category }) => [name, category]));
  const table = readReplayTable(values.table);
  const rows = table.filter(({ rule }) => categories.has(rule));
  const history = new ForeignHistory(place, resolve(values.cache));
  const judged = await replay(rows, rules, history, TODAY);
  const recalls = countRecall(judged, (rule) => categories.get(rule) ?? '');
  console.log(`${replayTable(judged)}\n\nRecall at the audited commits\n${recallTable(recalls)}`);
  listUnder('Not as it should be:', missLines(judged));
  if (values.select.length === 0) {
    listUnder('No such rule yet:', unknownLines(table.filter(({ rule }) => !categories.has(rule))));
  }
  const byCategory = recalls.slice(0, -1);
  if (judged.some(isFailure) || !byCategory.every(isEnough)) process.exitCode = 1;
}

function listUnder(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
