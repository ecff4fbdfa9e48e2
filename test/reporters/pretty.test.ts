import { describe, expect, it } from 'vitest';
import type { Location } from '../../src/findings/index.ts';
import type { Report } from '../../src/reporters/index.ts';
import { codeFrame } from '../../src/reporters/pretty/code-frame.ts';
import { displayWidth } from '../../src/reporters/pretty/display-width.ts';
import { formatPretty, type PrettyOptions } from '../../src/reporters/pretty/report-pretty.ts';
import { CoveredText } from '../../src/reporters/source-lines.ts';
import { finding, placeOf, reportOf, sampleFindings, sampleReport, sampleRules } from './sample-report.ts';

const textOf = (report: Report, findings: PrettyOptions['findings'] = 'full') =>
  [...formatPretty(report, { findings })].map((line) => line.map(({ text }) => text).join(''));

function frame(content: string, place: Omit<Location, 'path'>, linesBefore = 0): string[] {
  const lines = codeFrame(
    CoveredText.of(content, 'python', () => []),
    { path: 'a.py', ...place },
    { linesBefore, style: 'P0' },
  );
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

describe('the code frame', () => {
  it('underlines the construct, and shows the line before', () => {
    expect(frame('def f():\n    return g(x)\n', { line: 2, column: 12, endLine: 2, endColumn: 16 }, 1)).toEqual([
      '1 │ def f():',
      '2 │     return g(x)',
      '  │            ^^^^',
    ]);
  });

  it('stays in column after tabs, wide characters, emoji and controls', () => {
    expect(frame('\tx = "名📦é\u0007" + y', { line: 1, column: 16, endLine: 1, endColumn: 17 })).toEqual([
      '1 │     x = "名📦é\\x07" + y',
      `  │ ${' '.repeat(displayWidth('    x = "名📦é\\x07" + '))}^`,
    ]);
    expect(displayWidth('名📦é')).toBe(5);
  });

  it('stays in column after what a CI service would obey', () => {
    expect(frame('x = "##vso[task.complete]" + y', { line: 1, column: 30, endLine: 1, endColumn: 31 })).toEqual([
      '1 │ x = "##vso\\[task.complete]" + y',
      `  │ ${' '.repeat(30)}^`,
    ]);
  });

  it('cuts a long line around the construct', () => {
    const [line = '', mark = ''] = frame(`${'a'.repeat(5000)}BAD${'z'.repeat(5000)}`, {
      line: 1,
      column: 5001,
      endLine: 1,
      endColumn: 5004,
    });
    expect(line.length).toBeLessThan(130);
    expect(line.indexOf('BAD')).toBe(mark.indexOf('^^^'));
    expect(line).toMatch(/^1 │ …a+BADz+…$/);
  });

  it('shows the first lines of a long construct', () => {
    const lines = frame('f(\n  1,\n  2,\n  3,\n  4,\n)\n', { line: 1, column: 1, endLine: 6, endColumn: 2 });
    expect(lines).toEqual([
      '1 │ f(',
      '  │ ^^',
      '2 │   1,',
      '  │   ^^',
      '3 │   2,',
      '  │   ^^',
      '4 │   3,',
      '  │   ^^',
      '  │ …',
    ]);
  });

  it('marks an empty place with one mark, and a place that is gone with nothing', () => {
    expect(frame('x\n', { line: 1, column: 2, endLine: 1, endColumn: 2 })).toEqual(['1 │ x', '  │  ^']);
    expect(frame('x\n', { line: 9, column: 1, endLine: 9, endColumn: 2 })).toEqual([]);
  });
});

describe('the report', () => {
  it('has the worst first', () => {
    const heads = textOf(sampleReport).filter((line) => /^P[0-3] /.test(line));
    expect(heads.map((line) => line.slice(0, 2))).toEqual(['P0', 'P0', 'P1', 'P1', 'P2', 'P3', 'P3', 'P3']);
  });

  it('closes with counts by severity and with what became of the files', () => {
    expect(textOf(sampleReport).slice(-2)).toEqual([
      '8 findings: 2 P0, 2 P1, 1 P2, 3 P3; 6 files scanned, 1 skipped, 1 not parsed',
      'Not shown: 1 finding suppressed (`auditlint suppressions`)',
    ]);
  });

  it('says of what is not shown how it is seen', () => {
    const { statistics } = sampleReport;
    const reported = (changes: Partial<Report>) => textOf(reportOf([], changes)).slice(2);
    const clean = { ...statistics, suppressed: 0 };
    const files = '6 files scanned, 1 skipped, 1 not parsed';
    expect(reported({ statistics: clean })).toEqual([`No findings; ${files}`]);
    expect(reported({ statistics: clean, onlyInStrict: 2 })).toEqual([
      `No findings shown; ${files}`,
      'Not shown: 2 findings of low confidence or in tests and examples (`--profile strict`)',
    ]);
    expect(reported({ statistics: clean, unselected: 1 })).toEqual([
      `No findings shown; ${files}`,
      'Not shown: 1 finding of other severities (without `--min-severity`, `--select` or `--ignore`)',
    ]);
    expect(reported({ statistics: { ...clean, known: 3, gone: 0 } })).toEqual([
      `No new findings; ${files}`,
      'Not shown: 3 findings known (`--no-baseline`)',
    ]);
    expect(reported({ statistics: { ...statistics, known: 3 } })).toEqual([
      `No new findings shown; ${files}`,
      'Not shown: 3 findings known (without `--diff` or `--staged`), 1 finding suppressed (`auditlint suppressions`)',
    ]);
  });

  it('shows five notices of a kind and counts the rest', () => {
    const notices = Array.from({ length: 8 }, (_, i) => ({
      kind: 'binary' as const,
      path: `b${i}.py`,
      message: 'binary',
    }));
    const lines = textOf(reportOf([], { notices }));
    expect(lines).toContain('  binary (8)');
    expect(lines).toContain('    b4.py  binary');
    expect(lines).not.toContain('    b5.py  binary');
    expect(lines).toContain('    and 3 more; --format json lists all of them');
  });

  it('can be the summary alone', () => {
    expect(textOf(sampleReport, 'none')).toEqual(textOf(sampleReport).slice(-2));
  });

  it.each([
    ['a repository of 15,000 lines', 15_000, 60],
    ['one of TenSafe', 171_052, 200],
  ])('fits %s', (_, lines, most) => {
    const place = placeOf('src/orders/app.py', 'except');
    const many = (['P0', 'P1', 'P2', 'P3'] as const).flatMap((severity) =>
      sampleRules.flatMap(({ name }) =>
        Array.from({ length: 20 }, (_, i) =>
          finding(name, { ...place, path: `m${i}.py` }, { message: 'it hides', severity }),
        ),
      ),
    );
    const { statistics } = sampleReport;
    const counts = { ...statistics, lines, findingsBySeverity: { P0: 140, P1: 140, P2: 140, P3: 140 } };
    const shown = textOf(reportOf(many, { statistics: counts }), 'short');
    expect(shown.length).toBeLessThanOrEqual(most);
    expect(shown.length).toBeGreaterThan(most * 0.8);
    const left = shown.filter((line) => line.startsWith('  and ')).map((line) => Number(/\d+/.exec(line)));
    const inFull = shown.filter((line) => line.startsWith('   it hides')).length;
    const inLines = shown.filter((line) => /^(P[01] | {4}\S).* {2}it hides$/.test(line)).length;
    const byRule = shown.filter((line) => /^ {4}20 \S/.test(line)).length;
    expect(inFull + inLines + 20 * byRule + left.reduce((sum, count) => sum + count)).toBe(many.length);
  });

  it('has all of few findings, and the grave ones in full', () => {
    const few = sampleFindings.filter(({ severity }) => severity !== 'P0');
    const lines = textOf(reportOf(few), 'short');
    expect(lines.filter((line) => /^P1 /.test(line))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('   why'))).toHaveLength(2);
    expect(lines.at(-1)).toMatch(/^In short: 1 P2, 3 P3 \(`--all`/);
  });

  it('shows the cell of a notebook', () => {
    const lines = textOf(reportOf(sampleFindings.filter(({ location }) => location.cell !== undefined)));
    expect(lines[2]).toBe('P3 unsafe-deserialization  notebooks/sales.ipynb cell 2:2:8');
    expect(lines).toContain("     2 │ rows = pickle.load(open('rows.pkl', 'rb'))");
  });

  it('says what speaks against a finding', () => {
    const place = placeOf('src/orders/app.py', 'except');
    const doubted = finding('bare-except', place, {
      message: 'it hides',
      confidence: 'medium',
      doubts: ['external-use', 'type-from-name'],
    });
    expect(textOf(reportOf([doubted])).filter((line) => line.includes('confidence'))).toEqual([
      '   medium confidence: A plug-in, another program, another language or a dynamic lookup may use it. [external-use]',
      '   medium confidence: The type of the object is inferred from its name, a keyword or a single method call. [type-from-name]',
    ]);
  });

  it('names eight places of a cause and counts the rest', () => {
    const place = placeOf('src/orders/app.py', 'except');
    const places = Array.from({ length: 10 }, (_, i) => ({
      location: { ...place, path: `m${i}.py` },
      message: 'it hides',
      severity: 'P3' as const,
      fingerprint: `${i}`,
    }));
    const of = (count: number) =>
      textOf(reportOf([finding('bare-except', place, { message: 'it hides', places: places.slice(0, count) })])).filter(
        (line) => /also|^ {11}\S|more/.test(line),
      );
    expect(of(1)).toEqual(['   also    m0.py:21:5']);
    expect(of(9).slice(-2)).toEqual(['           m7.py:21:5', '           and 1 more place']);
    expect(of(10).slice(-1)).toEqual(['           and 2 more places']);
  });

  it('tells why and remedy of a rule once, and every remedy that was not told', () => {
    const [first, second] = [placeOf('src/orders/app.py', 'except'), placeOf('src/orders/app.py', 'try')];
    const reported = (...remedies: readonly (string | undefined)[]) =>
      textOf(
        reportOf(
          remedies.map((remedy, i) =>
            finding('bare-except', i === 0 ? first : second, { message: 'it hides', ...(remedy && { remedy }) }),
          ),
        ),
      ).flatMap((line) => /^ {3}(why|remedy .*)/.exec(line)?.[1]?.trim() ?? []);
    expect(reported(undefined, undefined)).toEqual(['why', 'remedy  Write it so that it does not']);
    expect(reported(undefined, 'Catch it')).toEqual([
      'why',
      'remedy  Write it so that it does not',
      'remedy  Catch it',
    ]);
    expect(reported('Catch it', undefined)).toEqual([
      'why',
      'remedy  Catch it',
      'remedy  Write it so that it does not',
    ]);
  });

  it('survives a source that has gone', () => {
    const place = { ...placeOf('src/orders/app.py', 'except'), path: 'gone.py' };
    expect(textOf(reportOf([finding('bare-except', place, { message: 'it hides' })]))[3]).toBe('   it hides');
  });
});
