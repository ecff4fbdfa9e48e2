import { describe, expect, it } from 'vitest';
import type { RuleDescription } from '../../src/findings/index.ts';
import type { ReplayedClaim, Verdict } from '../../src/replay/replayed-claim.ts';
import { RuleFit } from '../../src/replay/rule-fit.ts';
import { composed, statementsOf, unwrapped } from '../../src/replay/statements.ts';
import { claimOf, placeOf, quoteOf } from './claims.ts';

const CLAIM = claimOf({
  title: 'What happens when the mail server is away',
  text: 'The worker retries each mail at once, without backoff.\nEvery address is written to the log as `mail.to` (`app/mail.py:12`). It ends.',
  places: [placeOf('app/worker.py', 4)],
  quotes: [quoteOf('mail.to'), quoteOf('retry(now=True)')],
});

describe('statementsOf', () => {
  it('gives items and sentences that say enough', () => {
    expect(statementsOf(CLAIM).map(({ title }) => title)).toEqual([
      'The worker retries each mail at once, without backoff.',
      'Every address is written to the log as `mail.to` (`app/mail.py:12`).',
    ]);
  });

  it('gives a statement its own place, else the files of the claim without the lines of another', () => {
    expect(statementsOf(CLAIM).map(({ places }) => places.map(({ path, ranges }) => [path, ranges]))).toEqual([
      [['app/worker.py', []]],
      [['app/mail.py', [{ first: 12, last: 12 }]]],
    ]);
  });

  it('gives a statement the names and quotes that it holds', () => {
    const [first, second] = statementsOf(CLAIM);
    expect([first?.names, first?.quotes, second?.names, second?.quotes.map(({ text }) => text)]).toEqual([
      [],
      [],
      ['mail.to'],
      ['mail.to'],
    ]);
  });

  it('gives what a remedy says in passing, and not what it proposes', () => {
    const text = 'The worker retries each mail at once, without backoff.';
    const remedy =
      'Give the waiting times to `resilience` (installed with the image, but unused).\nSleep between the tries of a mail.';
    expect(statementsOf(claimOf({ text, remedy })).map(({ title }) => title)).toEqual([
      text,
      'Give the waiting times to `resilience` (installed with the image, but unused).',
    ]);
  });

  it('gives none where a claim says one thing', () => {
    expect(statementsOf(claimOf({ text: 'The worker retries each mail at once, without backoff.' }))).toEqual([]);
  });
});

describe('unwrapped', () => {
  it('puts the lines of a paragraph together, and no items', () => {
    const wrapped =
      'The worker that sends the mails of the day asks the server\nagain and again, as nobody told it how long it should wait, and\nNever ends.';
    expect(unwrapped(wrapped)).toBe(wrapped.replaceAll('\n', ' '));
    const items = 'The worker asks the server again and again, without waiting.\nit never ends\nNobody waits for it';
    expect(unwrapped(items)).toBe(items);
  });
});

const ruleOf = (name: string, summary: string): RuleDescription =>
  // Of a rule its words are asked here.
  ({
    name,
    category: 'reliability',
    docs: { summary, why: '', remedy: '', bad: '', good: '' },
  }) as unknown as RuleDescription;
const fit = new RuleFit([
  ruleOf('retry-without-backoff', 'Retry at once, without backoff'),
  ruleOf('logged-address', 'Address written to a log'),
  ruleOf('unclosed-file', 'File that a failure leaves open'),
]);

const verdictOf = (kind: Verdict['kind'], rule?: string): Verdict => ({
  kind,
  because: kind === 'present' ? `\`${rule}\` fires` : 'no rule decides on it',
  evidence: [],
  rule,
  severity: undefined,
  fingerprint: undefined,
  fixedIn: undefined,
});
const WHOLE: ReplayedClaim = { claim: CLAIM, anchors: [], verdict: verdictOf('not-decidable') };
const parts = (...verdicts: readonly Verdict[]): readonly ReplayedClaim[] =>
  statementsOf(CLAIM).map((claim, i) => ({ claim, anchors: [], verdict: verdicts[i] ?? verdictOf('not-decidable') }));

describe('composed', () => {
  it('holds where a statement does, and says which', () => {
    const claim = composed(WHOLE, parts(verdictOf('present', 'retry-without-backoff')), fit);
    expect(claim.verdict).toMatchObject({ kind: 'present', rule: 'retry-without-backoff' });
    expect(claim.verdict.because).toBe(
      'of 2 statements "The worker retries each mail at once, without backoff." holds: `retry-without-backoff` fires',
    );
    expect(claim.statements?.map(({ verdict }) => verdict.kind)).toEqual(['present', 'not-decidable']);
  });

  it('does not hold by a rule that sentence and claim have little in common with', () => {
    const claim = composed(WHOLE, parts(verdictOf('present', 'unclosed-file')), fit);
    expect(claim.verdict.kind).toBe('not-decidable');
  });

  it('holds by what it says first where that names the kind of defect of the rule', () => {
    const claim = claimOf({
      text: 'The mail worker is disconnected from the shop.\nIt would send ten letters a minute, if one were asked.',
    });
    const orphans = new RuleFit([ruleOf('orphan-consumer', 'Consumer without a producer')]);
    const [first, second] = statementsOf(claim).map((each) => ({
      claim: each,
      anchors: [],
      verdict: verdictOf('present', 'orphan-consumer'),
    }));
    const undecided = { ...WHOLE, claim };
    const told = (parts: readonly (ReplayedClaim | undefined)[]): string =>
      composed(
        undecided,
        parts.flatMap((each) => each ?? []),
        orphans,
      ).verdict.kind;
    expect([told([first, second]), told([second, first].toReversed().slice(1))]).toEqual(['present', 'not-decidable']);
  });

  it('does not hold by a rule that misses what the sentence tells of', () => {
    const claim = claimOf({ text: 'Each letter that failed is sent again behind a backoff of one second.' });
    const [only] = statementsOf({ ...claim, text: `${claim.text}\nThe second time is the last one.` });
    const told = [{ claim: only ?? claim, anchors: [], verdict: verdictOf('present', 'retry-without-backoff') }];
    expect(composed({ ...WHOLE, claim }, told, fit).verdict.kind).toBe('not-decidable');
  });

  it('does not hold by what no rule says: a sentence of many may quote what stands there and is no defect', () => {
    const stands = verdictOf('present');
    expect(composed(WHOLE, parts(verdictOf('not-decidable'), stands), fit).verdict.kind).toBe('not-decidable');
    expect(composed(WHOLE, parts(verdictOf('fixed'), stands), fit).verdict.kind).toBe('not-decidable');
  });

  it('does not end because one of its statements did', () => {
    expect(composed(WHOLE, parts(verdictOf('fixed'), verdictOf('gone')), fit).verdict.kind).toBe('not-decidable');
  });
});
