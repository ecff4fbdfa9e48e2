import { markdownTable } from '../first-sight/markdown-table.ts';
import { RULE_TITLES, ruleCells, TABLE_TITLES, tableCells } from './figure-cells.ts';
import { figuresByRule, figuresByTable } from './figures.ts';
import type { Recall } from './measure.ts';
import { partOf } from './mined-row.ts';

/** What follows it is how much of what is there is found. */
export const RECALL_HEADING = '## Recall';

export interface RecallRun {
  readonly date: string;
  /** Of auditlint, whose rules were measured. */
  readonly commit: string;
  /** Whether the rows that are set aside were looked at. */
  readonly hasAside: boolean;
}

/** The part of `measurements/measured.md` that `npm run recall` gives. */
export function recallPart(recall: Recall, { date, commit, hasAside }: RecallRun): string {
  const kept = recall.mined.filter(({ row }) => partOf(row.repository) === 'kept');
  const unscored = [...recall.problems, ...recall.unscored];
  return `${[
    RECALL_HEADING,
    EXPLANATION,
    `Measured on ${date} at \`${commit.slice(0, 12)}\`${minedText(recall)}.`,
    markdownTable([...TABLE_TITLES], figuresByTable(recall).map(tableCells)),
    ...(hasAside || recall.mined.length === 0 ? [] : ['The rows that are set aside were not looked at.']),
    ...(unscored.length === 0
      ? []
      : [`What could not be scored:\n\n${unscored.map((line) => `- ${line}`).join('\n')}`]),
    '### Recall of the rules',
    'Without the rows that are set aside. A row of several rules counts for the first of them.',
    markdownTable(
      [...RULE_TITLES],
      figuresByRule({ audits: recall.audits, mined: kept }).map((figures) => linked(ruleCells(figures))),
    ),
  ].join('\n\n')}\n`;
}

function minedText({ mined }: Recall): string {
  if (mined.length === 0) return ', without mined rows';
  const repositories = new Set(mined.map(({ row }) => row.repository.toLowerCase()));
  return `; mined rows: ${mined.length} of ${repositories.size} repositories`;
}

const linked = ([name = '', ...cells]: readonly string[]): string[] => [`[\`${name}\`](../docs/rules/${name}.md)`, ...cells];

const EXPLANATION = `Defects that somebody else had written down, and whether they are found. *Audits* are tables of what auditors saw in one
repository before any scan; only their rows that a rule is about count, and *quiet* rows are places at which nothing may fire in either
profile. *Mined* rows are defects that their own authors mended, chosen by message and difference of the commit and never by what is
found; a third, by a hash of the repository's name, is set aside until the end. A row is met by a finding of its rule within three
lines, or by evidence of one there. *silent
after*, of the mined rows that the strict profile has, those that the mend makes silent. Intervals are Wilson's.`;
