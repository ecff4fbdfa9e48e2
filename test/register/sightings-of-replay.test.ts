import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { configurableRules } from '../../src/audit/index.ts';
import {
  emptyRegister,
  entriesOf,
  parseRegister,
  parseReplay,
  type Register,
  sightingsOfReplay,
  updateRegister,
  writeRegister,
} from '../../src/register/index.ts';
import { describeReplay } from '../../src/replay/index.ts';
import { type ReplayedClaim, VERDICTS, type VerdictKind } from '../../src/replay/replayed-claim.ts';
import { propertyRuns } from '../property-runs.ts';
import { hostileText } from './arbitrary-register.ts';

const described = configurableRules(rules);
const KEY = `${'ab'.repeat(16)}:1`;

type Overrides = Partial<ReplayedClaim['claim']> & {
  readonly commit?: string;
  readonly seeAlso?: ReplayedClaim['seeAlso'];
};

function replayed(kind: VerdictKind, { commit, seeAlso = [], ...claim }: Overrides = {}): ReplayedClaim {
  return {
    claim: {
      id: 'PKG-01',
      title: 'The package is not in the wheel',
      section: ['Packaging'],
      severity: 'P0',
      statedSeverity: 'critical',
      status: 'open',
      fixedIn: undefined,
      owner: 'Ann',
      places: [],
      quotes: [{ text: 'where = ["src"]', language: 'toml', role: 'now', line: 4 }],
      names: [],
      about: [],
      rules: [],
      text: 'After an install the import fails.\n\nOnly the root works.',
      remedy: 'Name the package.',
      lines: { first: 3, last: 9 },
      mentions: [3],
      ...claim,
    },
    verdict: {
      kind,
      because: 'The section says so.',
      place: { path: 'pyproject.toml', lines: { first: 12, last: 13 } },
      commit,
    },
    places: [],
    seeAlso,
  };
}

/** As `auditlint replay --format json` writes it. */
const documentOf = (claims: readonly ReplayedClaim[]) =>
  describeReplay({
    tool: { name: 'auditlint', version: '0.1.0' },
    audit: { title: 'Audit', commit: undefined, claims: claims.map(({ claim }) => claim), unread: [] },
    claims,
    documentPath: 'AUDIT.md',
    root: '.',
    commit: undefined,
    audited: undefined,
    scanned: false,
  });

function take(before: Register, claims: readonly ReplayedClaim[]) {
  // As the command finds it: through JSON.
  const parsed = parseReplay(JSON.stringify(documentOf(claims)));
  if ('problem' in parsed) throw new Error(parsed.problem);
  const sightings = sightingsOfReplay(parsed.claims, described, (path) => path);
  const context = {
    today: '2026-11-22',
    commit: undefined,
    log: [],
    mayClose: true,
    isCommitted: () => true,
    wasJudged: () => false,
  };
  const update = updateRegister(before, sightings, context);
  const register = parseRegister(writeRegister(update.register));
  if ('problem' in register) throw new Error(`${register.problem} (line ${register.line})`);
  expect(register).toEqual(update.register);
  return { ...update, entries: entriesOf(register), register };
}

describe('a replay', () => {
  it('opens an entry under the number that the audit gives it where that is free, with what the audit says', () => {
    const { entries, register } = take(emptyRegister(), [replayed('stands-as-quoted')]);
    expect(entries).toMatchObject([
      { id: 'PKG-01', status: 'Open', severity: 'P0', owner: 'Ann', claim: { id: 'PKG-01' }, rule: undefined },
    ]);
    expect(writeRegister(register)).toContain('```toml\nwhere = ["src"]\n```');
    expect(writeRegister(register)).toContain('- `pyproject.toml:12`');
    const others = ['PKG-07', 'PKG-1', 'P0-12'].map((id) => replayed('stands-as-quoted', { id, title: `Other ${id}` }));
    expect(take(register, others).entries.map(({ id }) => id)).toEqual(['PKG-01', 'PKG-07', 'PKG-08', 'P0-12']);
    const again = take(register, [replayed('stands-as-quoted')]);
    expect(again.changes).toEqual([]);
    expect(again.entries).toHaveLength(1);
  });

  it.each([
    ['stands-as-quoted', 'open', 'Open'],
    ['stands-as-quoted', 'fixed', 'Open'],
    ['moved', 'fixed', 'Open'],
    ['stands-as-quoted', 'in-progress', 'In progress'],
    ['stands-as-quoted', 'accepted', 'Accepted'],
    ['fixed-as-proposed', 'open', 'Fixed'],
    ['gone', 'open', 'Fixed'],
    ['changed-since', 'open', 'Open'],
    ['changed-since', 'fixed', 'Fixed'],
    ['not-found', 'retracted', 'Refuted'],
    ['no-place-given', 'open', 'Open'],
  ] as const)('%s of what the audit calls %s is %s', (kind, stated, status) => {
    expect(take(emptyRegister(), [replayed(kind, { status: stated })]).entries[0]?.status).toBe(status);
  });

  it('closes and reopens what it opened, and leaves what it does not speak of', () => {
    const open = take(emptyRegister(), [
      replayed('stands-as-quoted'),
      replayed('stands-as-quoted', { id: 'F-2', title: 'Other' }),
    ]);
    const fixed = take(open.register, [replayed('gone', { commit: 'a'.repeat(40) })]);
    expect(fixed.entries.map(({ status, fixedIn }) => [status, fixedIn])).toEqual([
      ['Fixed', `\`${'a'.repeat(40)}\``],
      ['Open', ''],
    ]);
    expect(take(fixed.register, [replayed('stands-as-quoted')]).entries[0]).toMatchObject({
      status: 'Reopened',
      fixedIn: '',
    });
    expect(take(open.register, [replayed('changed-since')]).changes).toEqual([]);
  });

  it('joins the entry of what the rule that it names finds there', () => {
    const found = { rule: 'hash-as-seed', path: 'pyproject.toml', line: 12, severity: 'P1', fingerprint: KEY } as const;
    const named = { rules: ['hash-as-seed'], seeAlso: [found] };
    const { entries, register } = take(emptyRegister(), [replayed('stands-as-quoted', named)]);
    expect(entries).toMatchObject([
      { id: 'SECURITY-01', rule: 'hash-as-seed', severity: 'P1', places: [{ fingerprint: KEY }] },
    ]);
    const seen = {
      ...sightingsOfReplay([], described, (path) => path)[0],
      standing: { kind: 'fires' },
      prefix: 'SECURITY',
      title: 'x',
      severity: 'P1',
      rule: 'hash-as-seed',
      claim: undefined,
      places: [{ path: 'pyproject.toml', line: 40, cell: undefined, fingerprint: KEY }],
      symptom: 'x',
      cause: () => 'x',
      fix: 'x',
    } as const;
    const context = {
      today: '2026-11-23',
      commit: undefined,
      log: [],
      mayClose: true,
      isCommitted: () => true,
      wasJudged: () => true,
    };
    const scanned = updateRegister(register, [seen], context);
    expect(scanned.changes).toEqual([]);
    expect(entriesOf(scanned.register)).toMatchObject([
      { id: 'SECURITY-01', claim: { id: 'PKG-01' }, places: [{ line: 40 }] },
    ]);
    expect(updateRegister(register, [], context).changes).toMatchObject([{ kind: 'fixed', id: 'SECURITY-01' }]);
  });

  it('of hostile claims is a register that reads back', () => {
    const claim = fc.record({
      id: hostileText,
      title: hostileText,
      owner: hostileText,
      text: hostileText,
      remedy: hostileText,
      fixedIn: hostileText,
      quotes: fc.array(
        fc.record({
          text: hostileText,
          language: hostileText,
          role: fc.constant('now' as const),
          line: fc.constant(1),
        }),
      ),
    });
    const kinds = fc.constantFrom(...VERDICTS);
    const claims = fc.uniqueArray(fc.tuple(kinds, claim, hostileText), {
      selector: ([, { id, title }]) => `${id} ${title}`,
      maxLength: 3,
    });
    fc.assert(
      fc.property(claims, (all) => {
        const made = all.map(([kind, overrides, path]): ReplayedClaim => {
          const one = replayed(kind, overrides);
          return { ...one, verdict: { ...one.verdict, because: path, place: { path, lines: undefined } } };
        });
        const first = take(emptyRegister(), made);
        expect(first.entries).toHaveLength(made.length);
        expect(take(first.register, made).changes).toEqual([]);
      }),
      { numRuns: propertyRuns(40), seed: 25 },
    );
  });

  it('is refused where it is none', () => {
    expect(parseReplay('x')).toEqual({
      problem: 'is not valid JSON; `auditlint replay AUDIT.md --format json` writes this file',
    });
    expect(parseReplay('[]')).toEqual({ problem: 'is not the output of `auditlint replay --format json`' });
    expect(parseReplay('{"claims":[{}]}')).toMatchObject({
      problem: expect.stringContaining('`claims.0.'),
    });
  });
});
