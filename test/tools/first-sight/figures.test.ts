import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/findings/index.ts';
import { agreementOf } from '../../../tools/first-sight/agreement.ts';
import { countFigures, countHeadline, figuresByKind, figuresByRule } from '../../../tools/first-sight/figures.ts';
import { firstSightByRule, refusedCandidates, rulesToLeaveDefault } from '../../../tools/first-sight/leaving.ts';
import { meetReadings, stepsOff } from '../../../tools/first-sight/recheck.ts';
import type { DrawnFinding, Round } from '../../../tools/first-sight/round.ts';
import type { Answer, Reading, ReadRound } from '../../../tools/first-sight/verdicts.ts';

const drawn: DrawnFinding = {
  ...{ id: 'r1-001', repository: 'host/a', path: 'a.py', line: 10, rule: 'bare-except', severity: 'P0' },
  isReadTwice: false,
};
const answer: Answer = { id: 'r1-001', verdict: 'right', severityDue: 'P1', use: 'glad', cause: '', why: 'it hides' };

function reading(more: Partial<Answer>, of: Partial<DrawnFinding> = {}): Reading {
  return { drawn: { ...drawn, ...of }, answer: { ...answer, ...more }, isUseRated: true };
}

function roundOf(
  readings: readonly Reading[],
  profile: Round['profile'] = 'default',
  fixed: Round['fixed'] = new Set(),
): ReadRound {
  const repository = { remote: 'host/a', commit: 'c', firstCommits: [], content: [], kind: 'library', why: '' };
  const found = { P0: 3, P1: 4, P2: 0, P3: 0 };
  const repositories = [{ ...repository, files: 2, lines: 1000, found, drawn: found }];
  const foundByRule = new Map([
    ['bare-except', 2],
    ['blind-except', 6],
  ]);
  return {
    round: {
      number: 1,
      folder: '',
      profile,
      repositories,
      drawn: readings.map((one) => one.drawn),
      found: foundByRule,
      fixed,
      guesses: new Map(),
    },
    readings,
    pairs: [],
  };
}

describe('figures', () => {
  it('count verdicts, severities within one step, and of what use findings are', () => {
    const figures = countFigures('all', [
      reading({}),
      reading({ severityDue: 'P2' }),
      reading({ verdict: 'debatable', use: 'trivia' }),
      reading({ verdict: 'wrong', severityDue: '-', use: 'repeat' }),
    ]);
    expect(figures).toMatchObject({ read: 4, right: 2, debatable: 1, wrong: 1, close: 1 });
    expect(figures).toMatchObject({ glad: { count: 2, of: 4 }, repeat: { count: 1, of: 4 } });
  });

  it('tell how many P0 deserve it, and how much the default profile says', () => {
    const rounds = [roundOf([reading({ severityDue: 'P0' }), reading({}), reading({}, { severity: 'P2' })])];
    expect(countHeadline(rounds)).toMatchObject({
      grave: { read: 2 },
      deservedP0: { count: 1, of: 2 },
      density: { findings: 7, lines: 1000 },
    });
  });

  it('are summed by kind and by rule over all rounds', () => {
    const rounds = [roundOf([reading({})]), roundOf([reading({ verdict: 'wrong', severityDue: '-' })])];
    expect(figuresByKind(rounds)).toMatchObject([{ name: 'library', read: 2, right: 1 }]);
    expect(figuresByRule(rounds)).toMatchObject([{ name: 'bare-except', read: 2, right: 1 }]);
  });
});

describe('a rule leaves the default profile', () => {
  const readingsOf = (right: number, wrong: number): Reading[] => [
    ...Array.from({ length: right }, () => reading({})),
    ...Array.from({ length: wrong }, () => reading({ verdict: 'wrong', severityDue: '-' })),
  ];
  const round = (right: number, wrong: number): ReadRound => roundOf(readingsOf(right, wrong));
  const candidates = (right: number, wrong: number): ReadRound => roundOf(readingsOf(right, wrong), 'candidates');
  const fixed = (right: number, wrong: number): ReadRound =>
    roundOf(readingsOf(right, wrong), 'candidates', new Set(['bare-except']));
  const strict = (right: number, wrong: number): ReadRound => roundOf(readingsOf(right, wrong), 'strict');

  it.each([
    ['one round says nothing', [round(7, 3)], []],
    ['nine of ten in two rounds', [round(5, 1), round(4, 0)], []],
    ['more than a third of what was read is not right', [round(5, 3)], ['bare-except']],
    ['two rounds that are right', [round(9, 1), round(10, 0)], []],
    ['two rounds whose lower bound is under 60 %', [round(7, 3), round(7, 3)], ['bare-except']],
    ['a bad round that a later one outweighs', [round(0, 4), round(60, 0)], []],
    ['a bad round and too few readings as a candidate', [round(0, 9), candidates(4, 0)], ['bare-except']],
    ['a bad round and a good one as a candidate', [round(0, 9), candidates(4, 1)], []],
    ['a bad round and two as a candidate', [round(0, 9), candidates(3, 0), candidates(2, 1)], []],
    ['a bad round and one as a candidate that is not good', [round(0, 9), candidates(7, 2)], ['bare-except']],
    ['a return that was too early', [round(0, 9), candidates(5, 0), round(4, 6)], ['bare-except']],
    ['rounds of the strict profile, which also hold what is held back', [strict(0, 9), strict(0, 9)], []],
    ['a refusal, and a good round after a fix', [candidates(1, 4), fixed(8, 0)], []],
    ['a refusal, and a good round of the rule as it was', [candidates(1, 4), candidates(8, 0)], ['bare-except']],
    ['a refusal, and too few readings after a fix', [candidates(1, 4), fixed(7, 0)], ['bare-except']],
    ['a fix of what readers had not refused yet', [candidates(1, 2), fixed(5, 0)], []],
    ['two refusals, each fixed', [candidates(1, 4), fixed(4, 4), fixed(10, 0)], ['bare-except']],
    ['two refusals and a longer look', [candidates(1, 4), fixed(4, 4), fixed(10, 1)], []],
    ['a return that later rounds bear out', [round(0, 9), candidates(5, 0), round(9, 1)], []],
    ['thirty of late of which less than two thirds is right', [round(90, 0), round(19, 11)], ['bare-except']],
    ['as many of which two thirds are right', [round(90, 0), round(20, 10)], []],
    ['fewer than thirty of late', [round(90, 0), round(0, 9)], []],
  ])('after %s: %#', (_, rounds, names) => {
    expect(rulesToLeaveDefault(rounds)).toEqual(names);
  });

  it('and readers who said no are not asked again before it is fixed', () => {
    expect(refusedCandidates([candidates(1, 4)])).toEqual(['bare-except']);
    expect(refusedCandidates([candidates(1, 3)])).toEqual([]);
    expect(refusedCandidates([candidates(1, 4), fixed(3, 4)])).toEqual([]);
    expect(refusedCandidates([candidates(4, 1)])).toEqual([]);
    expect(refusedCandidates([round(1, 9)])).toEqual([]);
  });

  it('and is as precise as it was since, once it is back', () => {
    const figuresOf = (...rounds: ReadRound[]) => firstSightByRule(rounds).get('bare-except');
    expect(figuresOf(round(9, 1), round(9, 0))).toEqual({ read: 19, right: 18 });
    expect(figuresOf(round(0, 9), candidates(4, 0))).toEqual({ read: 13, right: 4 });
    const sinceFixed = { read: 6, right: 5 };
    expect(figuresOf(round(0, 9), candidates(4, 1), round(1, 0))).toEqual({ read: 15, right: 5, sinceFixed });
  });
});

describe('agreement', () => {
  const pairs = (word: string, other: string, count: number) =>
    Array.from({ length: count }, () => [word, other] as const);

  it('is what the textbook example gives', () => {
    // https://en.wikipedia.org/wiki/Cohen%27s_kappa#Simple_example
    const read = [...pairs('y', 'y', 20), ...pairs('y', 'n', 5), ...pairs('n', 'y', 10), ...pairs('n', 'n', 15)];
    expect(agreementOf(read).kappa).toBeCloseTo(0.4);
    expect(agreementOf(read).exact).toBeCloseTo(0.7);
  });

  it('is full, none, or unknown', () => {
    expect(agreementOf([...pairs('a', 'a', 3), ...pairs('b', 'b', 2)]).kappa).toBeCloseTo(1);
    expect(agreementOf([...pairs('a', 'b', 3), ...pairs('b', 'a', 3)]).kappa).toBeCloseTo(-1);
    expect(agreementOf(pairs('a', 'a', 3))).toMatchObject({ exact: 1, kappa: undefined });
    expect(agreementOf([]).kappa).toBeUndefined();
  });

  it('never exceeds one, and does not care who read first', () => {
    const word = fc.constantFrom('right', 'wrong', 'debatable');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1 }), (read) => {
        const { kappa = 1 } = agreementOf(read);
        const { kappa: turned = 1 } = agreementOf(read.map(([a, b]) => [b, a] as const));
        expect(kappa).toBeLessThanOrEqual(1 + 1e-9);
        expect(turned).toBeCloseTo(kappa);
      }),
    );
  });
});

describe('a reading held against today', () => {
  const finding = (line: number, more: object = {}): Finding => ({
    ...{
      rule: 'bare-except',
      category: 'errors',
      severity: 'P2',
      precision: 'high',
      confidence: 'high',
      profile: 'default',
    },
    grading: { harm: 'hides-failures', base: 'P1', reach: 'imported', because: 'other code imports it' },
    location: { path: 'a.py', line, column: 1, endLine: line, endColumn: 2 },
    ...{ message: '', remedy: '', related: [], flow: [], cwe: [], fingerprint: '' },
    ...more,
  });

  it('is met within three lines by a finding of its rule, each finding once', () => {
    const readings = [reading({}), reading({}, { line: 12 }), reading({}, { line: 40 })];
    const findings = [finding(11), finding(13), finding(44), finding(40, { rule: 'blind-except' })];
    const met = meetReadings(readings, findings).map(({ now }) => now?.location.line);
    expect(met).toEqual([11, 13, undefined]);
  });

  it('is met by another place of a joined finding', () => {
    const location = { path: 'b.py', line: 9, column: 1, endLine: 9, endColumn: 2 };
    const places: Finding['places'] = [{ location, message: '', severity: 'P2', fingerprint: '' }];
    const related = [{ path: 'c.py', line: 9, column: 1, endLine: 9, endColumn: 2, message: 'here too' }];
    const readings = [reading({}, { path: 'b.py' }), reading({}, { path: 'c.py' }), reading({}, { path: 'd.py' })];
    const met = meetReadings(readings, [finding(99, { places, related })]);
    expect(met.map(({ now }) => now?.location.line)).toEqual([99, 99, undefined]);
  });

  it('knows how far the severity of today is from the one that is due', () => {
    const [met] = meetReadings([reading({ severityDue: 'P0' })], [finding(10)]);
    expect(met && stepsOff(met)).toBe(2);
    const [gone] = meetReadings([reading({})], []);
    expect(gone && stepsOff(gone)).toBeUndefined();
  });
});
