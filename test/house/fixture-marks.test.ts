import { describe, expect, it } from 'vitest';
import { readExample } from '../../src/testing/fixtures/fixture.ts';
import { readMarks } from '../../src/testing/fixtures/marks.ts';
import { findMismatches } from '../../src/testing/fixtures/mismatches.ts';

describe('marks of fixtures', () => {
  it('are read with offset, severity, message part and several in one comment', () => {
    const source =
      'a()  # expect: one-rule P0 "part; of it"; other-rule\r\n# expect[+1]: one-rule\r\nb()\r\nc() # ok: why not\r\n';
    const { text, expected, innocent } = readMarks('app/a.py', source);
    expect(text).toBe('a()\r\n\r\nb()\r\nc()\r\n');
    expect(expected).toEqual([
      { path: 'app/a.py', line: 1, rule: 'one-rule', severity: 'P0', messagePart: 'part; of it' },
      { path: 'app/a.py', line: 1, rule: 'other-rule' },
      { path: 'app/a.py', line: 3, rule: 'one-rule' },
    ]);
    expect(innocent).toEqual([{ path: 'app/a.py', line: 4, why: 'why not' }]);
  });

  it('work in Markdown and in notebook cells', () => {
    expect(readMarks('a.md', 'text <!-- expect: a-rule -->\n')).toMatchObject({
      text: 'text\n',
      expected: [{ line: 1 }],
    });
    const notebook = JSON.stringify({ cells: [{ source: 'x\n' }, { source: ['y\n', 'z  # expect: a-rule'] }] });
    const { text, expected } = readMarks('a.ipynb', notebook);
    expect(JSON.parse(text)).toEqual({ cells: [{ source: 'x\n' }, { source: 'y\nz' }] });
    expect(expected).toEqual([{ path: 'a.ipynb', cell: 2, line: 2, rule: 'a-rule' }]);
  });

  it('that cannot be read are refused with their place', () => {
    expect(() => readMarks('app/a.py', 'x\ny  # expect: a-rule P9\n')).toThrow(
      'app/a.py:2: cannot read the mark at "a-rule P9"',
    );
  });

  it('split an example into files at its path lines', () => {
    const { files } = readExample('# path: pkg/a.py\nimport b\n# path: pkg/b.py\nimport a\n');
    expect([...files]).toEqual([
      ['pkg/a.py', '\nimport b\n'],
      ['pkg/b.py', '\nimport a\n'],
    ]);
  });

  it('are matched both ways', () => {
    const fixture = { ...readExample(''), ...readMarks('app/a.py', 'a()  # expect: one-rule "x"\nb()  # ok: fine\n') };
    const location = { path: 'app/a.py', column: 1, endLine: 2, endColumn: 2, line: 2 };
    const rest = {
      category: 'c',
      severity: 'P3',
      grading: { harm: 'hides-failures', base: 'P1', reach: 'loose', because: 'nothing starts it' },
      precision: 'high',
      confidence: 'high',
      profile: 'default',
      remedy: '',
      related: [],
      flow: [],
      cwe: [],
    } as const;
    const finding = { ...rest, rule: 'one-rule', message: 'x here', fingerprint: '', location };
    expect(findMismatches(fixture, [finding])).toEqual([
      'app/a.py:1: expected one-rule "x", and nothing like it was reported',
      'app/a.py:2: one-rule P1 "x here" was reported (marked "ok: fine")',
    ]);
    expect(findMismatches(fixture, [{ ...finding, location: { ...location, line: 1 } }])).toEqual([]);
  });
});
