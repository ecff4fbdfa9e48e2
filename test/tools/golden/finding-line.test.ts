import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/findings/index.ts';
import { findingLine, noticeLine, placeOfLine, repositoryOfLine } from '../../../tools/golden/finding-line.ts';

const finding: Finding = {
  rule: 'bare-except',
  category: 'errors',
  severity: 'P2',
  grading: { harm: 'hides-failures', base: 'P1', reach: 'served', because: 'a request reaches it' },
  precision: 'high',
  confidence: 'high',
  profile: 'default',
  location: { path: 'shop/a-b.py', line: 3, column: 1, endLine: 3, endColumn: 8 },
  message: 'hides each error',
  remedy: 'Name the exception',
  related: [],
  flow: [],
  cwe: [396],
  fingerprint: 'ab12:1',
};
const cellsOf = (line: string): string[] => line.split('\t');
const line = (changed: Partial<Finding> = {}): string => findingLine('requests', { ...finding, ...changed });

describe('the line of a finding', () => {
  it('says what it is about, cell by cell', () => {
    expect(cellsOf(line({ confidence: 'low', doubts: ['type-from-name'], cause: 'c1' })).slice(0, -1)).toEqual([
      ...['bare-except', 'requests:shop/a-b.py', '3:1-3:8', 'P2', 'default, low', 'type-from-name'],
      ...['hides each error', 'c1', 'ab12:1'],
    ]);
    expect(cellsOf(line({ location: { ...finding.location, cell: 4 } }))[1]).toBe('requests:shop/a-b.py#4');
  });

  it('is one line of so many cells, whatever the message holds', () => {
    const odd = line({ message: 'a\tb\nc\r\\n' });
    expect(odd).not.toMatch(/[\n\r]/);
    expect(cellsOf(odd)).toHaveLength(cellsOf(line()).length);
    expect(cellsOf(odd)[6]).toBe(String.raw`a\tb\nc\r\\n`);
  });

  const place = { ...finding.location, message: 'here' };
  const fix = { title: 'Name it', safety: 'safe', because: 'it is', edits: [{ location: place, text: 'x' }] } as const;
  const known = { location: place, message: 'too', severity: 'P2', fingerprint: 'cd34:1' } as const;
  it.each<[string, Partial<Finding>]>([
    ['related', { related: [place] }],
    ['flow', { flow: [place] }],
    ['places', { places: [known] }],
    ['fix', { fix }],
    ['grading', { grading: { ...finding.grading, reach: 'loose' } }],
    ['hidesCode', { hidesCode: true }],
  ])('is another one where %s is', (name, changed) => {
    const [before, after] = [line(), line(changed)].map((each) => cellsOf(each).at(-1)?.split(' ') ?? []);
    const other = after?.filter((each) => before?.includes(each) === false) ?? [];
    expect(other).toEqual([expect.stringMatching(new RegExp(`^${name}=[0-9a-f]{8}$`))]);
  });

  it('is another one where an edit of its fix is, and where a comment accepts it', () => {
    const otherFix = { ...fix, edits: [{ location: place, text: 'y' }] };
    expect(line({ fix })).not.toBe(line({ fix: otherFix }));
    expect(findingLine('requests', finding, { reason: 'agreed', line: 2 })).not.toBe(line());
  });

  it('is the same in whichever order the members were written', () => {
    const turned = Object.fromEntries(Object.entries(finding).reverse()) as unknown as Finding;
    const { harm, base, reach, because } = finding.grading;
    expect(findingLine('requests', { ...turned, grading: { because, reach, base, harm } })).toBe(line());
  });

  it('begins at a place in a repository', () => {
    expect(placeOfLine(line())).toBe('requests:shop/a-b.py 3:1');
    expect(repositoryOfLine(line())).toBe('requests');
  });
});

describe('the line of a notice', () => {
  it('has its place where that of a finding is', () => {
    const notice = { kind: 'rule-failed', path: 'shop/a-b.py', rule: 'bare-except', message: 'no\nway' } as const;
    expect(noticeLine('requests', notice)).toBe('notices\trequests:shop/a-b.py\t\trule-failed\tbare-except\tno\\nway');
    expect(placeOfLine(noticeLine('requests', { ...notice, line: 7 }))).toBe('requests:shop/a-b.py 7');
    expect(repositoryOfLine(noticeLine('requests', { kind: 'too-slow', message: 'all' }))).toBe('requests');
  });
});
