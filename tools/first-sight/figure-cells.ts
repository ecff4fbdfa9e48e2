/** Figures as words of a table, the same for a terminal and for a page. */
import { wilsonInterval } from '../../src/findings/index.ts';
import type { Figures, Headline, Share } from './figures.ts';

export const FIGURE_TITLES = [
  ...['', 'Read', 'Right', 'Share', '95 % interval', 'Debatable', 'Wrong'],
  ...['Right, severity within a step', 'Glad', 'Repeat'],
] as const;

export function figureCells(figures: Figures): string[] {
  const { name, read, right, debatable, wrong, close, glad, repeat } = figures;
  const counts = [read, right].map(String);
  const share = { count: right, of: read };
  return [
    ...[name, ...counts, percentOf(share), intervalOf(share), String(debatable), String(wrong)],
    ...[percentOf({ count: close, of: read }), percentOf(glad), percentOf(repeat)],
  ];
}

/** One name and one figure a row. */
export function headlineCells({ all, grave, deservedP0, density }: Headline): string[][] {
  return [
    ['Right', shareText({ count: all.right, of: all.read })],
    ['Debatable', shareText({ count: all.debatable, of: all.read })],
    ['Wrong', shareText({ count: all.wrong, of: all.read })],
    ['Right, and severity within one step', shareText({ count: all.close, of: all.read })],
    ['Right of P0 and P1', shareText({ count: grave.right, of: grave.read })],
    ['P0 that deserve P0', shareText(deservedP0)],
    ['A reader is glad to be told', shareText(all.glad)],
    ['Repeats another finding', shareText(all.repeat)],
    [
      'Findings of the default profile per 1,000 lines',
      density === undefined ? 'not written down' : ((1000 * density.findings) / Math.max(1, density.lines)).toFixed(2),
    ],
  ];
}

export function shareText(share: Share): string {
  if (share.of === 0) return 'nothing read';
  return `${percentOf(share)} (${share.count} of ${share.of}; ${intervalOf(share)})`;
}

export function percentOf({ count, of }: Share): string {
  return of === 0 ? '–' : `${Math.round((100 * count) / of)} %`;
}

function intervalOf({ count, of }: Share): string {
  if (of === 0) return '–';
  const { low, high } = wilsonInterval(count, of);
  return `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
}
