import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { REGRESSION_HEADING } from '../corpus/measured-page.ts';
import { agreementLine } from './agreement.ts';
import { FIGURE_TITLES, figureCells, headlineCells, percentOf } from './figure-cells.ts';
import {
  countHeadline,
  type Figures,
  figuresByGuess,
  figuresByKind,
  figuresByRule,
  figuresBySeverity,
  mostFrequentRule,
} from './figures.ts';
import { isAboutRules } from './leaving.ts';
import { markdownTable } from './markdown-table.ts';
import type { Round } from './round.ts';
import { readTable } from './table.ts';
import type { ReadRound } from './verdicts.ts';

/** `measurements/measured.md`: what readers said at first sight, round by round, and below it what the corpus says. */
export function measuredDocument(rounds: readonly ReadRound[], regression: string): string {
  const byRule = [
    '### Rules, over all rounds',
    'A rule of which ten or more were read is called as precise as it was seen to be.',
    figuresTable('Rule', figuresByRule(rounds.filter(isAboutRules)), linkedRule),
  ];
  return `${[
    '# Measured',
    '<!-- Written by `npm run measure -- precision score --write` and `npm run measure -- corpus --write`. Do not edit. -->',
    '## First sight',
    EXPLANATION,
    ...(rounds.length === 0 ? ['No round was read yet.'] : [...rounds.flatMap(roundSections), ...byRule]),
    ...(regression === '' ? [] : [regression.trimEnd()]),
  ].join('\n\n')}\n`;
}

/** Rewrites the page for the rounds of today, and for what the corpus says, where that is given; otherwise it is kept. */
export function writeMeasuredPage(project: string, rounds: readonly ReadRound[], regression?: string): void {
  const file = join(project, 'measurements/measured.md');
  const kept = (): string => (existsSync(file) ? regressionIn(readFileSync(file, 'utf8')) : '');
  writeFileSync(file, measuredDocument(rounds, regression ?? kept()));
}

/** What a page holds of the corpus. */
export function regressionIn(page: string): string {
  const start = page.indexOf(`\n${REGRESSION_HEADING}\n`);
  if (start === -1) throw new Error(`measurements/measured.md: the heading "${REGRESSION_HEADING}" is missing`);
  return page.slice(start + 1);
}

const EXPLANATION = `Findings of the default profile in repositories that nobody here had looked at, judged by readers who saw place, code and
message, and neither the rule nor its labels nor its tests. *Right*: the engineer who owns that code would agree that it should
change. The share is of all that were read, debatable ones included; its interval is Wilson's, at 95 %. All P0 were read, and at
most five others of each rule in each repository, so the shares weigh rules that say little as much as rules that say much. A
round is not read again after a mend: \`measurements/first-sight\` keeps what was said.`;

const EXPLANATIONS: Readonly<Record<Round['profile'], readonly string[]>> = {
  default: [],
  strict: [
    `Of the strict profile, which is for auditors: what the default profile tells, what is held back for a guess, and rules that are
often about something meant. It judges the profile; what is said of a single rule comes from the other rounds.`,
  ],
  candidates: [
    `Not of the default profile: of rules that had left it, told as though they were in it, to learn which of them may come
back. A rule comes back when five or more were read and four fifths of them are right; three more for each time that readers
had said no before it was mended (\`mended.tsv\`).`,
  ],
  guesses: [
    `Not of the default profile: what it would tell at P2 or above if a guess did not hold it back, to learn which guesses are worth
holding something back for. Where readers find most of it right all the same, the guess goes, and later rounds say whether that was well done.`,
  ],
};

// A rule that was read once and is no rule any more has no page.
const pages: ReadonlySet<string> = new Set(rules.map(({ name }) => name));
const linkedRule = (name: string): string =>
  pages.has(name) ? `[\`${name}\`](../docs/rules/${name}.md)` : `\`${name}\``;

function frequencyLine(round: Round): string[] {
  const most = mostFrequentRule(round);
  if (most === undefined) return [];
  const { count, of } = most.share;
  return [
    `The rule with most findings before the draw is \`${most.rule}\`: ${count} of ${of} (${percentOf(most.share)}).`,
  ];
}

function roundSections({ round, readings, pairs }: ReadRound): string[] {
  const one: ReadRound = { round, readings, pairs };
  const notes = join(round.folder, 'notes.md');
  return [
    `### Round ${round.number}`,
    [`${readings.length} findings read in ${round.repositories.length} repositories`, ...drawnBy(round.folder)].join(
      ', ',
    ),
    ...EXPLANATIONS[round.profile],
    ...frequencyLine(round),
    ...(existsSync(notes) ? [readFileSync(notes, 'utf8').trimEnd()] : []),
    markdownTable(['', 'Share'], headlineCells(countHeadline([one]))),
    agreementLine(pairs),
    ...(round.profile === 'guesses' ? [figuresTable('Rule and guess', figuresByGuess([one]))] : []),
    figuresTable('Severity told', figuresBySeverity([one])),
    figuresTable('Kind of repository', figuresByKind([one])),
  ];
}

/** Round 0 was not drawn. */
function drawnBy(folder: string): string[] {
  const file = join(folder, 'draw.tsv');
  if (!existsSync(file)) return [];
  const [row] = readTable(file, ['auditlint', 'seed', 'date']);
  return [`drawn on ${row?.cells.date} at \`${row?.cells.auditlint?.slice(0, 12)}\` with seed ${row?.cells.seed}`];
}

function figuresTable(title: string, figures: readonly Figures[], shown = (name: string): string => name): string {
  const rows = figures.map((figure) => figureCells({ ...figure, name: shown(figure.name) }));
  return markdownTable([title, ...FIGURE_TITLES.slice(1)], rows);
}
