/** `npm run measure -- rules`: what each rule brings and what it costs, side by side, to decide what becomes of it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { groupBy } from '../../src/collections/index.ts';
import { scan, Timing } from '../../src/engine/index.ts';
import { LINTER_CODES } from '../../src/knowledge/linter-codes.ts';
import { readOptions, usageOf } from '../command-line.ts';
import { figuresByRule } from '../first-sight/figures.ts';
import { markdownTable } from '../first-sight/markdown-table.ts';
import { readCollectedRounds } from '../first-sight/verdicts.ts';
import { ruleSizes } from '../heaviest/rule-sizes.ts';
import { projectRoot } from '../project-root.ts';
import { strictOptions } from '../strict-options.ts';

const usage = usageOf(`npm run measure -- rules --over FOLDER [options]
  --over FOLDER  a repository; the time that each rule takes over it is what it costs
  --tables DIR   tables of what was written down (../shared/ground-truth, beside the project)
  --write        writes measurements/rules.md instead of printing`);

/** Findings that must have been read before their figures count. */
const ENOUGH = 10;
/** A rule is to be rebuilt where more than this share of what was read is wrong. */
const MOST_WRONG = 0.25;

const PAGE = 'measurements/rules.md';
const HEAD = `# Rules side by side

<!-- Written by \`npm run measure -- rules --over FOLDER --write\`. Do not edit. -->

*Read*, *right*, *wrong* and *glad* are what readers said at first sight (\`measurements/first-sight\`), over all rounds; *rows* are the
rows of the tables that auditors and readers wrote which name the rule; *lines* counts its private parts; *ms* is its own time in a strict scan. A rule
of which more than a quarter is wrong in ten or more readings is to be rebuilt on the model or retired.

`;

interface RuleRow {
  readonly name: string;
  readonly read: number;
  readonly right: number;
  readonly wrong: number;
  readonly glad: number;
  readonly rows: number;
  readonly lines: number;
  readonly milliseconds: number;
  readonly linters: readonly string[];
}

/** Throws an Error with a sentence and the usage for what cannot be read. */
export async function measureRules(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values } = readOptions(args, OPTIONS, usage);
  if (values.over === undefined) throw usage('`rules` needs --over');
  const table = await ruleRows(
    resolve(values.over),
    resolve(values.tables ?? join(projectRoot, '../shared/ground-truth')),
  );
  const page = `${HEAD}${markdownTable(TITLES, table.map(cellsOf))}\n`;
  if (values.write === true) writeFileSync(join(projectRoot, PAGE), page);
  else print(page);
}

const OPTIONS = {
  over: { type: 'string' },
  tables: { type: 'string' },
  write: { type: 'boolean' },
} as const;

async function ruleRows(over: string, tables: string): Promise<RuleRow[]> {
  const figures = new Map(figuresByRule(readCollectedRounds(projectRoot)).map((each) => [each.name, each]));
  const rows = rowsByRule(tables);
  const lines = new Map(ruleSizes(projectRoot).map((each) => [each.path.replace(/\.ts$/, ''), each.lines]));
  const costs = await costsOver(over);
  return rules
    .map(({ category, name }): RuleRow => {
      const figure = figures.get(name);
      return {
        name,
        read: figure?.read ?? 0,
        right: figure?.right ?? 0,
        wrong: figure?.wrong ?? 0,
        glad: figure?.glad.count ?? 0,
        rows: rows.get(name) ?? 0,
        lines: lines.get(`rules/${category}/${name}`) ?? 0,
        milliseconds: costs.get(name) ?? 0,
        linters: LINTER_CODES.filter(({ rule }) => rule === name).flatMap(({ ruff }) => ruff),
      };
    })
    .sort(
      (a, b) => Number(isToRebuild(b)) - Number(isToRebuild(a)) || shareWrong(b) - shareWrong(a) || b.read - a.read,
    );
}

/** Of every table that has a column `rules`: how many rows that something must meet name each rule. */
function rowsByRule(folder: string): ReadonlyMap<string, number> {
  const named = readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .flatMap((name) => {
      const [head = '', ...rows] = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
      const columns = head.split('\t');
      const [rulesAt, expectAt] = [columns.indexOf('rules'), columns.indexOf('expect')];
      return rows
        .map((row) => row.split('\t'))
        .filter((cells) => rulesAt >= 0 && (expectAt < 0 || cells[expectAt] === 'fire'))
        .flatMap((cells) => (cells[rulesAt] ?? '').split(' ').filter(Boolean));
    });
  return new Map([...groupBy(named, (rule) => rule)].map(([rule, each]) => [rule, each.length]));
}

async function costsOver(root: string): Promise<ReadonlyMap<string, number>> {
  const timing = new Timing();
  const options = strictOptions(rules, '2026-11-30');
  const outcome = await scan({ root, paths: [], exclude: [], respectsGitIgnore: true, rules, options, timing });
  if (outcome.kind !== 'finished') throw new Error(`the scan of ${root} ended as "${outcome.kind}"`);
  return timing.rules;
}

const shareWrong = ({ read, wrong }: RuleRow): number => (read === 0 ? 0 : wrong / read);
const isToRebuild = (row: RuleRow): boolean => row.read >= ENOUGH && shareWrong(row) > MOST_WRONG;

const TITLES = ['Rule', 'Read', 'Right', 'Wrong', 'Glad', 'Rows', 'Lines', 'ms', 'ruff', 'Decision'];

const cellsOf = (row: RuleRow): string[] => [
  `\`${row.name}\``,
  ...[row.read, row.right].map(String),
  row.read === 0 ? '–' : `${row.wrong} (${Math.round(100 * shareWrong(row))} %)`,
  ...[row.glad, row.rows, row.lines].map(String),
  row.milliseconds.toFixed(0),
  row.linters.join(' '),
  isToRebuild(row) ? 'rebuild' : 'keep',
];
