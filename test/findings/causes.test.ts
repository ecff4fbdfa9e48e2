import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, joinCauses, type Location, SEVERITIES, worstFirst } from '../../src/findings/index.ts';

const at = (path: string, line: number): Location => ({ path, line, column: 1, endLine: line, endColumn: 9 });

function secretAt(path: string, line: number, changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'hardcoded-secret',
    category: 'security',
    severity: 'P1',
    grading: {
      harm: 'discloses',
      base: 'P0',
      reach: 'imported',
      because: 'other code imports it',
    },
    precision: 'high',
    confidence: 'high',
    profile: 'default',
    location: at(path, line),
    message: `the key stands in line ${line}`,
    remedy: 'Read it from the environment.',
    related: [],
    flow: [],
    cwe: [798],
    fingerprint: `${path}:${line}`,
    ...changes,
  };
}

const reported = (findings: readonly Finding[]) =>
  findings.map(({ fingerprint, places = [] }) =>
    [fingerprint, ...places.map((place) => place.fingerprint)].join(' + '),
  );

describe('findings of one cause', () => {
  it('become the worst of them, with all other places, worst first and then as they came', () => {
    const all = [
      secretAt('a.py', 1, { cause: 'key', severity: 'P3' }),
      secretAt('b.py', 1, { cause: 'key', severity: 'P2' }),
      secretAt('c.py', 1, { cause: 'key', severity: 'P0' }),
      secretAt('d.py', 1, { cause: 'key', severity: 'P2' }),
    ];
    expect(reported(joinCauses(all))).toEqual(['c.py:1 + b.py:1 + d.py:1 + a.py:1']);
    const [joined] = joinCauses(all);
    expect(joined).toEqual({
      ...all[2],
      places: [all[1], all[3], all[0]].map((each) => ({
        location: each?.location,
        message: each?.message,
        severity: each?.severity,
        fingerprint: each?.fingerprint,
      })),
    });
  });

  it('are the first of them where all are as bad', () => {
    const all = [secretAt('b.py', 7, { cause: 'key' }), secretAt('a.py', 3, { cause: 'key' })];
    expect(reported(joinCauses(all))).toEqual(['b.py:7 + a.py:3']);
  });

  it('are what people depend on most of them where all are as bad', () => {
    const [loose, served] = [secretAt('a.py', 3, { cause: 'key' }), secretAt('b.py', 7, { cause: 'key' })];
    const all = [
      { ...loose, grading: { ...loose.grading, reach: 'loose' as const } },
      { ...served, grading: { ...served.grading, reach: 'served' as const } },
    ];
    expect(reported(joinCauses(all))).toEqual(['b.py:7 + a.py:3']);
  });

  it('leave the others where they were', () => {
    const all = [
      secretAt('a.py', 1, { cause: 'key' }),
      secretAt('a.py', 2),
      secretAt('b.py', 1, { cause: 'other key' }),
      secretAt('b.py', 2, { cause: 'key', severity: 'P0' }),
      secretAt('c.py', 1),
      secretAt('c.py', 2, { cause: 'other key' }),
    ];
    expect(reported(joinCauses(all))).toEqual(['a.py:2', 'b.py:1 + c.py:2', 'b.py:2 + a.py:1', 'c.py:1']);
  });

  it('name the rule of a place where it is another', () => {
    const all = [
      secretAt('a.py', 1, { rule: 'unresolvable-import', cause: 'import' }),
      secretAt('a.py', 2, { rule: 'call-signature-mismatch', cause: 'import' }),
      secretAt('a.py', 3, { rule: 'unresolvable-import', cause: 'import' }),
    ];
    expect(joinCauses(all)[0]?.places?.map(({ rule }) => rule)).toEqual(['call-signature-mismatch', undefined]);
  });

  it('hide the code where one of them does', () => {
    const open = secretAt('a.py', 1, { cause: 'key', severity: 'P0' });
    const hidden = secretAt('b.py', 1, { cause: 'key', hidesCode: true });
    expect(joinCauses([open, hidden])[0]?.hidesCode).toBe(true);
    expect(joinCauses([hidden, open])[0]?.hidesCode).toBe(true);
    expect(joinCauses([open, open])[0]).not.toHaveProperty('hidesCode');
  });

  it('tell no place twice: what is one of them is no evidence', () => {
    const evidence = { ...at('z.py', 9), message: 'where it is used' };
    const all = [
      secretAt('a.py', 1, { cause: 'key', related: [{ ...at('b.py', 1), message: 'also here' }, evidence] }),
      secretAt('b.py', 1, { cause: 'key', related: [{ ...at('a.py', 1), message: 'also here' }] }),
    ];
    expect(joinCauses(all)[0]?.related).toEqual([evidence]);
    // A cell of a notebook is another place.
    const cell = { ...at('b.py', 1), cell: 2, message: 'also here' };
    const inCell = [secretAt('a.py', 1, { cause: 'key', related: [cell] }), secretAt('b.py', 1, { cause: 'key' })];
    expect(joinCauses(inCell)[0]?.related).toEqual([cell]);
  });

  it('are told by the surest of the worst', () => {
    const all = [
      secretAt('a.py', 1, { cause: 'key', confidence: 'medium', doubts: ['placeholder-secret'] }),
      secretAt('b.py', 1, { cause: 'key' }),
      secretAt('c.py', 1, { cause: 'key', severity: 'P3' }),
    ];
    expect(reported(joinCauses(all))).toEqual(['b.py:1 + a.py:1 + c.py:1']);
  });

  it('that stand alone stay as they are', () => {
    const alone = secretAt('a.py', 1, { cause: 'key' });
    expect(joinCauses([alone])).toEqual([alone]);
    expect(joinCauses([])).toEqual([]);
  });
});

describe('whatever is joined', () => {
  const findings = fc
    .array(
      fc.record({
        severity: fc.constantFrom(...SEVERITIES),
        cause: fc.constantFrom(undefined, 'first', 'second', 'third'),
        hidesCode: fc.boolean(),
      }),
      { maxLength: 20 },
    )
    .map((all) =>
      all.map(({ severity, cause, hidesCode }, index) =>
        secretAt('a.py', index + 1, {
          severity,
          ...(cause !== undefined && { cause }),
          ...(hidesCode && { hidesCode }),
        }),
      ),
    );
  const printsOf = (all: readonly Finding[]) =>
    all.flatMap(({ fingerprint, places = [] }) => [fingerprint, ...places.map((place) => place.fingerprint)]);

  it('no place is lost and none is told twice', () => {
    fc.assert(
      fc.property(findings, (all) => {
        expect(printsOf(joinCauses(all)).sort()).toEqual(printsOf(all).sort());
      }),
    );
  });

  it('one finding is left of each cause, none of its places is worse, and they come worst first', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const joined = joinCauses(all);
        const causes = joined.flatMap(({ cause }) => cause ?? []);
        expect(new Set(causes).size).toBe(causes.length);
        for (const finding of joined) {
          const severities = [finding.severity, ...(finding.places ?? []).map(({ severity }) => severity)];
          expect(severities).toEqual([...severities].sort());
        }
      }),
    );
  });

  it('the order stays, and to join again changes nothing', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const joined = joinCauses(all);
        const left = new Set(joined.map(({ fingerprint }) => fingerprint));
        expect(joined.map(({ fingerprint }) => fingerprint)).toEqual(
          all.map(({ fingerprint }) => fingerprint).filter((each) => left.has(each)),
        );
        expect(joinCauses(joined)).toEqual(joined);
        // A report that was read back knows no causes.
        const read = joined.map(({ cause: _, ...finding }): Finding => finding);
        expect(joinCauses(read)).toEqual(read);
      }),
    );
  });

  it('secrets stay hidden', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const hidden = new Set(all.filter(({ hidesCode }) => hidesCode === true).map(({ fingerprint }) => fingerprint));
        for (const finding of joinCauses(all)) {
          expect(finding.hidesCode === true).toBe(printsOf([finding]).some((print) => hidden.has(print)));
        }
      }),
    );
  });
});

it('the worst come first, and of one severity in the order given', () => {
  const all = (['P2', 'P0', 'P2', 'P1', 'P0'] as const).map((severity, i) => secretAt('a.py', i, { severity }));
  expect(worstFirst(all).map(({ location }) => location.line)).toEqual([1, 4, 3, 0, 2]);
});
