import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/findings/index.ts';
import { formatGithub } from '../../src/reporters/github/report-github.ts';
import { runStep } from './consumers/github-runner.ts';
import { expectGolden } from './golden.ts';
import { hostileReport, VISIBLE_PATH } from './hostile-report.ts';
import { finding, placeOf, reportOf, sampleFindings, sampleReport } from './sample-report.ts';
import { isUnsafe } from './unsafe-characters.ts';

const many = (severity: Severity, count: number) =>
  Array.from({ length: count }, (_, i) =>
    finding('bare-except', placeOf('src/orders/app.py', 'except'), { severity, message: `${severity} ${i}` }),
  );

it('the sample report, one annotation for each finding', () => {
  const text = formatGithub(sampleReport);
  expectGolden('github.txt', text);
  const { kept, log } = runStep(text);
  expect(log).toEqual([]);
  expect(kept.map(({ kind, properties }) => `${kind} ${properties.title}`)).toEqual([
    'error P0 bare-except',
    'error P0 hardcoded-secret',
    'error P1 unlocked-singleton',
    'error P1 sql-string-formatting',
    'warning P2 unbounded-cache',
    'notice P3 unsafe-deserialization',
    'notice P3 mutable-default',
    'notice P3 mutable-default',
  ]);
});

it('a clean scan has none', () => {
  expect(formatGithub(reportOf([]))).toBe('');
});

describe('places', () => {
  const annotationOf = (rule: string, pathInCheckout = '') => {
    const findings = sampleFindings.filter((found) => found.rule === rule);
    return runStep(formatGithub(reportOf(findings, { pathInCheckout }))).kept[0]?.properties;
  };

  it('are relative to the root of the checkout', () => {
    expect(annotationOf('bare-except', 'services/a b/')?.file).toBe('services/a b/src/orders/app.py');
  });

  it('have UTF-16 columns behind an emoji', () => {
    const line = '        label = "Bestellung 📦 für " + order["名前"]; self.cache[order["id"]] = label';
    const col = line.indexOf('self.cache') + 1;
    const endColumn = String(col + 'self.cache[order["id"]]'.length);
    expect(annotationOf('unbounded-cache')).toMatchObject({ line: '19', col: String(col), endColumn });
  });

  it('of several lines have no columns, which a runner would drop', () => {
    const text = formatGithub(reportOf(sampleFindings.filter(({ rule }) => rule === 'sql-string-formatting')));
    expect(text).toContain('line=12,endLine=15::');
  });

  it('of notebooks stand where the code is in the file', () => {
    expect(annotationOf('unsafe-deserialization')).toMatchObject({ line: '9', col: '42', endColumn: '53' });
  });
});

it('a hostile file name and message stay one annotation', () => {
  const text = formatGithub(hostileReport);
  expect([...text].filter((character) => character !== '\n' && isUnsafe(character))).toEqual([]);
  const { kept, log } = runStep(text);
  expect(log).toEqual([]);
  expect(kept).toHaveLength(1);
  const { file } = kept[0]?.properties ?? {};
  // A runner can be told of line breaks, and of no other control character.
  expect(file?.replaceAll('\r', '\\r').replaceAll('\n', '\\n')).toBe(VISIBLE_PATH.replace('##[', '##\\['));
  expect(kept[0]?.message.split('\n')[0]).toBe(
    '=`a|b` <img src=x> @all http://evil.example, "q" ]]> \\x07\\n::stop-commands::x ##\\[error]y.',
  );
});

describe('what a step may have', () => {
  it('is used for the worst, and a last notice says how many are left out', () => {
    let reported = 0;
    const findings = [...many('P2', 14), ...many('P3', 11), ...many('P1', 7), ...many('P0', 5)];
    const text = formatGithub(reportOf(findings), { onLeftOut: (count) => (reported = count) });
    const { kept, dropped } = runStep(text);
    expect(dropped).toBe(0);
    const messages = (kind: string) =>
      kept.filter((annotation) => annotation.kind === kind).map(({ message }) => message.split('.')[0]);
    expect(messages('error')).toEqual(
      [0, 1, 2, 3, 4].flatMap((i) => `P0 ${i}`).concat([0, 1, 2, 3, 4].map((i) => `P1 ${i}`)),
    );
    expect(messages('warning')).toHaveLength(10);
    expect(messages('notice')).toHaveLength(10);
    expect(kept.at(-1)?.message).toBe(
      '8 more findings (2 P1, 4 P2, 2 P3): GitHub shows at most 10 errors, 10 warnings and 10 notices per step.',
    );
    expect(reported).toBe(8);
  });

  it('is used whole when all have room', () => {
    const { kept, dropped } = runStep(
      formatGithub(reportOf([...many('P0', 10), ...many('P2', 10), ...many('P3', 10)])),
    );
    expect([kept.length, dropped]).toEqual([30, 0]);
  });
});
