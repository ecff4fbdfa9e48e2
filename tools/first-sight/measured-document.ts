import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { precisionAtFirstSight } from '../../src/findings/index.ts';
import { REGRESSION_HEADING } from '../corpus/measured-page.ts';
import { agreementLine } from './agreement.ts';
import { percentOf, shareText } from './figure-cells.ts';
import { countHeadline, type Figures, figuresByRule, figuresBySeverity } from './figures.ts';
import { isAboutRules } from './leaving.ts';
import { markdownTable } from './markdown-table.ts';
import type { Round } from './round.ts';
import type { ReadRound } from './verdicts.ts';

/** `measurements/measured.md`: what readers said at first sight, all rounds together, and below it what the corpus says. */
export function measuredDocument(rounds: readonly ReadRound[], regression: string): string {
  return `${[
    '# Measured precision',
    '<!-- Written by `npm run measure -- precision score --write` and `npm run measure -- corpus --write`. Do not edit. -->',
    `${EXPLANATION} ${agreementLine(rounds.flatMap(({ pairs }) => pairs))}`,
    ...(rounds.length === 0 ? ['No round was read yet.'] : firstSightSections(rounds)),
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

const EXPLANATION = `Findings in repositories that the authors had never seen, judged by reviewers who knew neither the rule nor its tests ([how](precision.md)). *Correct*:
the engineer who owns the code would change it. Intervals are Wilson's, at 95 %. \`first-sight/\` holds every round.`;

/** What was drawn in a round of each kind. */
const DRAWN: Readonly<Record<Round['profile'], string>> = {
  default: 'default profile',
  strict: 'strict profile',
  candidates: 'rules under review',
  guesses: 'findings with a doubt',
};

function firstSightSections(rounds: readonly ReadRound[]): string[] {
  const kinds = Object.keys(DRAWN) as Round['profile'][];
  return [
    '## Rounds',
    markdownTable(
      ['Drawn from', 'Rounds', 'Repositories', 'Read', 'Correct', 'Debatable', 'Wrong', 'P0 and P1 correct'],
      kinds.flatMap((kind) =>
        roundsRow(
          kind,
          rounds.filter(({ round }) => round.profile === kind),
        ),
      ),
    ),
    '## By severity, default profile',
    figuresTable('Reported as', figuresBySeverity(rounds.filter(({ round }) => round.profile === 'default'))),
    '## By rule, where ten or more findings were read',
    figuresTable('Rule', figuresByRule(rounds.filter(isAboutRules)).filter(isMeasured), linkedRule),
  ];
}

function roundsRow(kind: Round['profile'], rounds: readonly ReadRound[]): string[][] {
  if (rounds.length === 0) return [];
  const { all, grave } = countHeadline(rounds);
  const repositories = new Set(rounds.flatMap(({ round }) => round.repositories.map(({ remote }) => remote))).size;
  return [
    [
      ...[DRAWN[kind], String(rounds.length), String(repositories), String(all.read)],
      shareText({ count: all.right, of: all.read }),
      ...[all.debatable, all.wrong].map((count) => percentOf({ count, of: all.read })),
      percentOf({ count: grave.right, of: grave.read }),
    ],
  ];
}

// A rule that was read once and is no rule any more has no page.
const pages: ReadonlySet<string> = new Set(rules.map(({ name }) => name));
const isMeasured = (figures: Figures): boolean =>
  pages.has(figures.name) && precisionAtFirstSight(figures) !== undefined;
const linkedRule = (name: string): string => `[\`${name}\`](../docs/rules/${name}.md)`;

function figuresTable(title: string, figures: readonly Figures[], shown = (name: string): string => name): string {
  const rows = figures.map(({ name, read, right, debatable, wrong, close }) => [
    ...[shown(name), String(read), shareText({ count: right, of: read }), String(debatable), String(wrong)],
    percentOf({ count: close, of: read }),
  ]);
  return markdownTable([title, 'Read', 'Correct', 'Debatable', 'Wrong', 'Correct, severity within one step'], rows);
}
