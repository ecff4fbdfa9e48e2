import { expect, it } from 'vitest';
import { formatAgent } from '../../src/reporters/report-agent.ts';
import { expectGolden } from './golden.ts';
import { hostileReport, VISIBLE_PATH } from './hostile-report.ts';
import { finding, placeOf, reportOf, sampleReport } from './sample-report.ts';
import { isUnsafe } from './unsafe-characters.ts';

it('the sample report: rule, why, remedy and places, worst first', () => {
  expectGolden('agent.txt', formatAgent(sampleReport));
});

it('a clean scan', () => {
  expect(formatAgent(reportOf([]))).toBe('no findings\n');
});

it('says a remedy once where it is the same at all places, and at each where it is not', () => {
  const at = (nth: number, remedy: string) =>
    finding('mutable-default', placeOf('src/orders/app.py', 'get_store', nth), { message: `fact ${nth}`, remedy });
  const linesOf = (...findings: ReturnType<typeof at>[]) => formatAgent(reportOf(findings, { root: '.' })).split('\n');
  expect(linesOf(at(1, 'do it'), at(2, 'do it')).slice(2)).toEqual([
    'remedy: Do it.',
    'src/orders/app.py:11:5: fact 1',
    'src/orders/app.py:20:16: fact 2',
    '',
  ]);
  expect(linesOf(at(1, 'do it'), at(2, 'do that')).slice(2)).toEqual([
    'src/orders/app.py:11:5: fact 1',
    '  remedy: Do it.',
    'src/orders/app.py:20:16: fact 2',
    '  remedy: Do that.',
    '',
  ]);
});

it('a hostile file name and message stay on their line', () => {
  const text = formatAgent({ ...hostileReport, root: '.' });
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  const quoted = `'${VISIBLE_PATH.replace('##[', '##\\[').replace("'", "'\\''")}'`;
  for (const place of lines.slice(3)) expect(place).toContain(quoted);
  for (const line of lines) {
    expect(line.startsWith('::')).toBe(false);
    expect([...line].filter(isUnsafe)).toEqual([]);
  }
});
