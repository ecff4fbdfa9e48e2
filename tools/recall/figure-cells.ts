/** Recall as words of a table, the same for a terminal and for a page. */
import { intervalOf, percentOf } from '../first-sight/figure-cells.ts';
import type { Share } from '../first-sight/figures.ts';
import type { RecallFigures, RuleRecall } from './figures.ts';

export const TABLE_TITLES = [
  ...['', 'Rows', 'Default', '95 % interval'],
  ...['Strict', '95 % interval', 'Quiet', 'Silent after'],
] as const;

export function tableCells({ name, rows, ...shares }: RecallFigures): string[] {
  const { inDefault, inStrict, quiet, silentAfter } = shares;
  return [
    ...[name, String(rows), countText(inDefault), intervalOf(inDefault)],
    ...[countText(inStrict), intervalOf(inStrict), countText(quiet), countText(silentAfter)],
  ];
}

export const RULE_TITLES = [
  ...['Rule', 'Audited rows', 'Default', 'Strict', 'Quiet'],
  ...['Mined rows', 'Default', 'Strict', 'Silent after'],
] as const;

export function ruleCells({ rule, audits, mined }: RuleRecall): string[] {
  return [
    ...[rule, countOf(audits.rows), fires(audits.inDefault), fires(audits.inStrict), ratioOf(audits.quiet)],
    ...[countOf(mined.rows), fires(mined.inDefault), fires(mined.inStrict), ratioOf(mined.silentAfter)],
  ];
}

function countText(share: Share): string {
  return share.of === 0 ? '–' : `${percentOf(share)} (${share.count} of ${share.of})`;
}

const countOf = (count: number): string => (count === 0 ? '–' : String(count));
const fires = ({ count, of }: Share): string => (of === 0 ? '–' : String(count));
const ratioOf = ({ count, of }: Share): string => (of === 0 ? '–' : `${count} of ${of}`);
