import type { StepCount } from './compare-step.ts';

/** What a person reads of a measurement. */
export function stabilityLines(sum: StepCount, steps: readonly StepCount[], shownLosses: number): string[] {
  const whole = steps.filter(({ losses }) => losses.length === 0).length;
  return [
    `${steps.length} steps; findings whose construct did not change, summed over them:`,
    shareLine('keep their fingerprint', sum.kept, sum.constructs),
    shareLine('… in files that the step changed, moved or renamed', sum.touchedKept, sum.touched),
    shareLine('… and their number among equal ones', sum.keptWhole, sum.constructs),
    shareLine('steps in which all keep it', whole, steps.length),
    ...lossLines(sum, shownLosses),
  ];
}

function shareLine(what: string, part: number, of: number): string {
  const share = of === 0 ? '–' : `${((100 * part) / of).toFixed(3)} %`;
  return `  ${what.padEnd(52)} ${String(part).padStart(9)} of ${String(of).padStart(9)}  ${share}`;
}

function lossLines({ losses }: StepCount, shown: number): string[] {
  if (losses.length === 0) return [];
  const byRule = new Map<string, number>();
  for (const { rule } of losses) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const counts = [...byRule].sort(([, a], [, b]) => b - a);
  return [
    'Places where one was lost, by rule:',
    ...counts.map(([rule, count]) => `  ${String(count).padStart(6)}  ${rule}`),
    ...losses.slice(0, shown).map(({ commit, rule, place }) => `  ${commit.slice(0, 12)}  ${rule}  ${place}`),
  ];
}
