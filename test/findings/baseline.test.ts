import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type BaselineEntry,
  baselineEntries,
  type Finding,
  formatBaseline,
  matchKnown,
  numberEntries,
  parseBaseline,
} from '../../src/findings/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'auditlint-baseline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = '# auditlint baseline, format 1\n';
const KEY = '0123456789abcdef0123456789abcdef';

/** Few keys and paths, so that equal ones meet. */
const key = fc.integer({ min: 0, max: 5 }).map((digit) => String(digit).repeat(32));
const path = fc.constantFrom('a.py', 'src/b.py', 'src/with space.py', 'été.py', '# not a comment', '"q".py', 'x\ny.py');
// A key is of one rule, which is hashed into it.
const ruleOf = (ofKey: string) => (ofKey < '3' ? 'bare-except' : 'print-call');
const place = fc.tuple(path, key).map(([where, ofKey]) => ({ path: where, rule: ruleOf(ofKey), key: ofKey }));
const entries = fc.array(place, { maxLength: 30 }).map(numberEntries);

describe('the text of a baseline', () => {
  it('is one line for each finding, sorted by path, rule and fingerprint', () => {
    const text = formatBaseline([
      { path: 'src/b.py', rule: 'bare-except', key: KEY, ordinal: 1 },
      { path: 'a b.py', rule: 'print-call', key: KEY, ordinal: 2 },
      { path: 'a b.py', rule: 'print-call', key: KEY, ordinal: 1 },
      { path: 'a\nb.py', rule: 'bare-except', key: KEY, ordinal: 1 },
    ]);
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      `"a\\nb.py" bare-except ${KEY}:1`,
      `a b.py print-call ${KEY}:1`,
      `a b.py print-call ${KEY}:2`,
      `src/b.py bare-except ${KEY}:1`,
      '',
    ]);
    expect(text.startsWith(HEAD)).toBe(true);
  });

  it('reads as what was written, whatever the paths, with other line ends and with lines twice', () => {
    fc.assert(
      fc.property(entries, (written) => {
        const text = formatBaseline(written);
        for (const variant of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, text + text]) {
          expect(parseBaseline(variant)).toEqual({ kind: 'entries', entries: written });
        }
      }),
    );
  });

  it.each([
    ['', 'is no baseline: its first line is not `# auditlint baseline, format 1`'],
    ['password = "hunter2"\n', 'is no baseline: its first line is not `# auditlint baseline, format 1`'],
    ['# auditlint baseline, format 2\n', 'is of format 2, and this version reads format 1'],
    [`${HEAD}password hunter2\n`, 'has a line that is not `path rule fingerprint` (line 2)'],
    [`${HEAD}a.py bare-except ${KEY}:0\n`, 'has a line that is not `path rule fingerprint` (line 2)'],
    [`${HEAD}"a.py bare-except ${KEY}:1\n`, 'has a line that is not `path rule fingerprint` (line 2)'],
    [
      `${HEAD}<<<<<<< HEAD\na.py bare-except ${KEY}:1\n=======\n>>>>>>> other\n`,
      'has merge-conflict markers (line 2): keep the lines of both sides',
    ],
    [`<<<<<<< HEAD\n${HEAD}`, 'has merge-conflict markers (line 1): keep the lines of both sides'],
  ])('%j is refused', (text, problem) => {
    expect(parseBaseline(text)).toEqual({ kind: 'wrong', problem });
  });
});

describe('matching', () => {
  const findingAt = (where: string, ofKey: string, line: number): Finding => ({
    rule: 'print-call',
    category: 'tests',
    severity: 'P2',
    grading: { harm: 'dead-code', base: 'P2', reach: 'imported', because: 'other code imports it' },
    precision: 'high',
    confidence: 'high',
    profile: 'default',
    location: { path: where, line, column: 1, endLine: line, endColumn: 2 },
    message: 'it is called',
    remedy: 'Leave it.',
    related: [],
    flow: [],
    cwe: [],
    fingerprint: `${ofKey}:${line}`,
  });
  const findings = fc
    .array(fc.tuple(path, key), { maxLength: 30 })
    .map((all) => all.map(([where, ofKey], index) => findingAt(where, ofKey, index + 1)));

  it('takes the copy in another file for the new one', () => {
    const [old, copy] = [findingAt('z.py', KEY, 1), findingAt('a.py', KEY, 2)];
    const [entry] = baselineEntries([old]);
    const match = matchKnown([copy, old], entry === undefined ? [] : [entry]);
    expect(match).toEqual({ fresh: [copy], known: [old], pairs: new Map([[old, entry]]), unmatched: [] });
  });

  it('knows a finding in a renamed file', () => {
    const moved = findingAt('new.py', KEY, 9);
    expect(matchKnown([moved], baselineEntries([findingAt('old.py', KEY, 1)])).known).toEqual([moved]);
  });

  it('is the difference of multisets, in both directions', () => {
    fc.assert(
      fc.property(findings, entries, (found, known) => {
        const match = matchKnown(found, known);
        const count = (list: readonly { readonly key?: string; readonly fingerprint?: string }[], ofKey: string) =>
          list.filter((one) => (one.key ?? one.fingerprint)?.startsWith(ofKey)).length;
        for (const digit of '012345') {
          const ofKey = digit.repeat(32);
          const [here, there] = [count(found, ofKey), count(known, ofKey)];
          expect(count(match.fresh, ofKey)).toBe(Math.max(0, here - there));
          expect(count(match.unmatched, ofKey)).toBe(Math.max(0, there - here));
        }
        expect(matchKnown(found, baselineEntries(found)).fresh).toEqual([]);
      }),
    );
  });
});

describe('git merges two baselines as text', () => {
  it('keeps what either took in, and invents nothing', () => {
    fc.assert(
      fc.property(entries, entries, entries, (base, ours, theirs) => {
        const merged = mergeByUnion(base, ours, theirs);
        const inEither = new Set([...ours, ...theirs].map(line));
        const before = new Set(base.map(line));
        const kept = new Set(merged.map(line));
        for (const entry of kept) expect(inEither).toContain(entry);
        for (const entry of inEither) if (!before.has(entry)) expect(kept).toContain(entry);
        for (const entry of ours.map(line)) {
          if (theirs.some((other) => line(other) === entry)) expect(kept).toContain(entry);
        }
      }),
      { numRuns: 60 },
    );
  });

  const line = (entry: BaselineEntry) => JSON.stringify(entry);

  /** What `merge=union` of .gitattributes does. */
  function mergeByUnion(...sides: readonly (readonly BaselineEntry[])[]): readonly BaselineEntry[] {
    const [base = '', ours = '', theirs = ''] = sides.map((side, index) => {
      const file = join(folder, `${index}.txt`);
      writeFileSync(file, formatBaseline(side));
      return file;
    });
    execFileSync('git', ['merge-file', '--union', ours, base, theirs]);
    const parsed = parseBaseline(readFileSync(ours, 'utf8'));
    if (parsed.kind === 'wrong') throw new Error(parsed.problem);
    return parsed.entries;
  }
});
