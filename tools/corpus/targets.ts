import { worstOf } from '../../src/findings/index.ts';
import type { RuleFigures } from './figures.ts';
import type { Judgement } from './labels.ts';

/** Figures of several rules together. */
export interface GroupFigures extends Judgement {
  readonly name: string;
  readonly inDefault: number;
  readonly inStrict: number;
}

/** Something that the rules must reach. */
export interface Target {
  readonly name: string;
  /** As it was measured, with its unit. */
  readonly measured: string;
  readonly wanted: string;
  readonly isMet: boolean;
}

const QUIET_CATEGORIES: ReadonlySet<string> = new Set(['imports', 'errors', 'concurrency']);
const MOST_PER_THOUSAND = 0.5;
const LEAST_RIGHT = 0.9;
const LEAST_RIGHT_GRAVE = 0.95;

/** One entry per category, in order, then one for all. */
export function groupFigures(figures: readonly RuleFigures[]): GroupFigures[] {
  const categories = [...new Set(figures.map(({ rule }) => rule.category))].sort();
  const groups = categories.map((category) =>
    sum(
      category,
      figures.filter(({ rule }) => rule.category === category),
    ),
  );
  return [...groups, sum('overall', figures)];
}

/** What the rules reach together, beside what they must. Only what the default profile shows counts. */
export function findTargets(figures: readonly RuleFigures[], lines: number): Target[] {
  const quiet = figures.filter(({ rule }) => QUIET_CATEGORIES.has(rule.category));
  const grave = figures.filter(({ rule: { rule } }) => {
    const { precision } = rule.docs;
    const severity = worstOf(rule.docs);
    return precision === 'high' && (severity === 'P0' || severity === 'P1');
  });
  const rate = (1000 * sum('', quiet).inDefault) / Math.max(lines, 1);
  return [
    {
      name: `findings of ${[...QUIET_CATEGORIES].join(', ')} per 1,000 lines`,
      measured: rate.toFixed(2),
      wanted: `at most ${MOST_PER_THOUSAND}`,
      isMet: rate <= MOST_PER_THOUSAND,
    },
    precisionTarget('labelled precision', figures, LEAST_RIGHT),
    precisionTarget('of P0 and P1 rules marked high', grave, LEAST_RIGHT_GRAVE),
  ];
}

function precisionTarget(name: string, figures: readonly RuleFigures[], least: number): Target {
  const { read, right } = sum('', figures);
  const measured = read === 0 ? 'nothing read' : `${((100 * right) / read).toFixed(1)} % (${right} of ${read})`;
  return { name, measured, wanted: `at least ${100 * least} %`, isMet: read > 0 && right >= read * least };
}

function sum(name: string, figures: readonly RuleFigures[]): GroupFigures {
  const total = (count: (figures: RuleFigures) => number): number =>
    figures.reduce((all, figure) => all + count(figure), 0);
  return {
    name,
    inDefault: total(({ inDefault }) => inDefault),
    inStrict: total(({ inStrict }) => inStrict),
    read: total(({ shown }) => shown.read),
    right: total(({ shown }) => shown.right),
  };
}
