import { shareText } from './figure-cells.ts';
import { type Rechecked, stepsOff } from './recheck.ts';
import type { Verdict } from './vocabulary.ts';

/** What has become of each reading: what is gone, what is still told, and how severities stand to those that are due. */
export function recheckText(rechecked: readonly Rechecked[]): string {
  const reported = rechecked.flatMap((one) => {
    const steps = stepsOff(one);
    return steps === undefined ? [] : [{ one, steps }];
  });
  const share = (isSo: (steps: number) => boolean): string =>
    shareText({ count: reported.filter(({ steps }) => isSo(steps)).length, of: reported.length });
  const shares = [
    ...(['right', 'debatable', 'wrong'] as const).map(
      (verdict) => `${verdict} and told now: ${confirmedShare(rechecked, verdict)}`,
    ),
    `severity as due: ${share((steps) => steps === 0)}`,
    `severity within one step: ${share((steps) => Math.abs(steps) <= 1)}`,
  ];
  const gone = rechecked.filter(({ reading, now }) => reading.answer.verdict === 'right' && now === undefined);
  const wrong = rechecked.filter(({ reading, now }) => reading.answer.verdict === 'wrong' && now !== undefined);
  const off = reported.filter(({ steps }) => Math.abs(steps) > 1).map(({ one }) => one);
  return [
    shares.join('\n'),
    ...listed('Right, and no longer told', gone),
    ...listed('Wrong, and still told', wrong),
    ...listed('More than one step from the severity that is due', off),
  ].join('\n\n');
}

function confirmedShare(rechecked: readonly Rechecked[], verdict: Verdict): string {
  const own = rechecked.filter(({ reading }) => reading.answer.verdict === verdict);
  return shareText({ count: own.filter(({ now }) => now !== undefined).length, of: own.length });
}

function listed(title: string, rows: readonly Rechecked[]): string[] {
  return rows.length === 0 ? [] : [[`${title}: ${rows.length}`, ...rows.map(rowLine)].join('\n')];
}

function rowLine({ reading: { drawn, answer }, now }: Rechecked): string {
  const place = now === undefined ? '' : ` at ${now.location.path}:${now.location.line}`;
  const said = now === undefined ? 'silent' : `${now.severity}${place}`;
  const { id, repository, path, line, rule, severity } = drawn;
  return `  ${id} ${repository} ${path}:${line} ${rule} (told ${severity}, due ${answer.severityDue}, now ${said})\n    ${answer.why}`;
}
