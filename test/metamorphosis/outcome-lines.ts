/** What `npm run metamorphosis` prints. */
import { type Count, type Figures, type Outcome, shareOf, THRESHOLDS } from './figures.ts';

export function isEnough({ all, losses }: Outcome): boolean {
  const isReached = (['strict', 'default', 'clean'] as const).every(
    (column) => shareOf(all[column]) >= THRESHOLDS[column],
  );
  return isReached && !losses.some(({ kind }) => kind === 'no program');
}

export function outcomeLines(outcome: Outcome, { isWhole }: { readonly isWhole: boolean }): string[] {
  const { all, byTransformation, byRule, losses, idle } = outcome;
  const lost = losses.filter(({ exemption }) => exemption === undefined);
  const rules = [...byRule].filter(
    ([, figures]) => shareOf(figures.strict) < 100 || shareOf(figures.default) < 100 || shareOf(figures.clean) < 100,
  );
  rules.sort(([, a], [, b]) => shareOf(a.strict) - shareOf(b.strict));
  return [
    'Lost, by place:',
    ...lost.map(
      ({ kind, rule, transformation, fixture, place, reported }) =>
        `  ${kind}: ${rule}/${fixture} ${transformation} ${place} ${reported}`,
    ),
    '',
    heading('rule'),
    ...rules.map(([name, figures]) => row(name, figures)),
    '',
    heading('transformation'),
    ...[...byTransformation].map(([name, figures]) => row(name, figures)),
    row('all', all),
    ...(isWhole
      ? idle.map(({ rule, transformation, fixture }) => `exempt for nothing: ${rule} ${transformation} ${fixture}`)
      : []),
    `wanted: ${THRESHOLDS.strict} % in strict, ${THRESHOLDS.default} % in default, ${THRESHOLDS.clean} % of the clean fixtures clean`,
  ];
}

function heading(name: string): string {
  return `${name.padEnd(40)}${['strict', 'default', 'clean'].map((word) => word.padStart(20)).join('')}${'exempt'.padStart(8)}`;
}

function row(name: string, { strict, default: inDefault, clean, exempt }: Figures): string {
  return `${name.padEnd(40)}${[strict, inDefault, clean].map(cell).join('')}${String(exempt).padStart(8)}`;
}

function cell(count: Count): string {
  return `${count.kept} of ${count.of} ${shareOf(count).toFixed(1).padStart(5)} %`.padStart(20);
}
