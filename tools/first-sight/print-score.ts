import { alignedTable } from '../corpus/aligned-table.ts';
import { agreementLine } from './agreement.ts';
import { FIGURE_TITLES, figureCells, headlineCells } from './figure-cells.ts';
import { countHeadline, type Figures, figuresByKind, figuresByRule, figuresBySeverity } from './figures.ts';
import { rulesToLeaveDefault } from './leaving.ts';
import type { ReadRound } from './verdicts.ts';

/** What `score` prints of one or more rounds together. */
export function scoreText(rounds: readonly ReadRound[]): string {
  const leaving = rulesToLeaveDefault(rounds);
  const pairs = rounds.flatMap((round) => round.pairs);
  return [
    `Rounds ${rounds.map(({ round }) => round.number).join(', ')}`,
    alignedTable(headlineCells(countHeadline(rounds))),
    agreementLine(pairs),
    figuresTable('severity', figuresBySeverity(rounds)),
    figuresTable('kind', figuresByKind(rounds)),
    figuresTable('rule', figuresByRule(rounds)),
    ...(leaving.length === 0 ? [] : [`Not surely right in most cases: ${leaving.join(', ')}`]),
  ].join('\n\n');
}

const NUMBERS = new Set(FIGURE_TITLES.map((_, column) => column).slice(1));

function figuresTable(title: string, figures: readonly Figures[]): string {
  return alignedTable([[title, ...FIGURE_TITLES.slice(1)], ...figures.map(figureCells)], NUMBERS);
}
