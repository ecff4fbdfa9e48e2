import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGINE_RULES } from '../../src/engine/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { hintAtPrint, printCall } from './rules.ts';
import { optionsFor, scanRepository } from './scan-repository.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../fixtures/engine/suppressions/${name}`, import.meta.url), 'utf8');

const numbersAfter = (mark: string, text: string): number[] =>
  (new RegExp(`^# ${mark}:(.*)$`, 'm').exec(text)?.[1] ?? '').split(' ').filter(Boolean).map(Number);

describe('suppressions', () => {
  it.each(['lines.py', 'whole_file.py'])('cover what %s says', async (name) => {
    const text = read(name);
    const other = printCall({}, 'other-rule');
    const rules = [printCall(), other];
    const options = optionsFor(rules, { 'other-rule': { options: { word: 'nothing' } } });
    const { findings, suppressed } = await scanRepository(makeRepository({ [name]: text }), rules, {}, options);
    const prints = findings.filter(({ rule }) => rule === 'print-call');
    expect(prints.map(({ location }) => location.line)).toEqual(numbersAfter('findings', text));
    expect(suppressed.map(({ finding }) => finding.location.line)).toEqual(numbersAfter('suppressed', text));
  });

  it('are themselves reported where they are wrong, as complaints.py says', async () => {
    const text = read('complaints.py');
    const never = printCall({}, 'never-enabled');
    const rules = [printCall(), never];
    const strict = ENGINE_RULES.map(({ name }) => [name, { profile: 'strict' as const }]);
    const options = optionsFor([printCall()], Object.fromEntries(strict));
    const { findings } = await scanRepository(makeRepository({ 'complaints.py': text }), rules, {}, options);
    const expected = text.slice(text.indexOf('# findings:')).split('\n').slice(1, -1);
    const said = findings.map(({ rule, location, message }) =>
      rule === 'print-call' ? `# ${location.line} ${rule}` : `# ${location.line} ${rule} ${message}`,
    );
    expect(said).toEqual(expected);
    const about = findings.filter(({ category }) => category === 'suppressions');
    expect(new Set(about.map(({ severity }) => severity))).toEqual(new Set(['P3']));
  });

  it('are reported where they are wrong, with what they were to accept', async () => {
    const root = makeRepository({ 'complaints.py': read('complaints.py') });
    const { findings } = await scanRepository(root, [printCall()]);
    expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual([
      'print-call',
      ...['expired', 'malformed', 'unknown-rule', 'unused', 'without-reason'].map((kind) => `suppression-${kind}`),
    ]);
  });

  it('keep the reason, the line of the comment and the date with what they suppress', async () => {
    const root = makeRepository({
      'a.py': '# auditlint: ignore[print-call] until=2030-01-01 — shown to users\nprint(1)\n',
    });
    const { suppressed, statistics } = await scanRepository(root, [printCall()]);
    expect(suppressed).toMatchObject([{ reason: 'shown to users', line: 1, until: '2030-01-01' }]);
    expect(suppressed[0]?.finding).toMatchObject({ rule: 'print-call', location: { line: 2 } });
    expect(statistics.suppressed).toBe(1);
  });

  it('count as used by a finding that the profile hides', async () => {
    const root = makeRepository({ 'a.py': 'print(1)  # auditlint: ignore[hint-at-print] wanted\n' });
    const { findings, suppressed } = await scanRepository(root, [hintAtPrint]);
    expect({ findings, suppressed }).toEqual({ findings: [], suppressed: [] });
  });
});
