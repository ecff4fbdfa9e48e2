/** What holds of every Markdown document, whatever it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, WrittenAudit } from '../../../src/replay/claim.ts';
import { AuditError, readAudit } from '../../../src/replay/reading/index.ts';
import { propertyRuns } from '../../property-runs.ts';

const RUNS = { numRuns: propertyRuns(30), seed: 18 };

function read(text: string): WrittenAudit {
  return readAudit(new TextEncoder().encode(text), 'AUDIT.md');
}

function claimsOf(text: string): readonly Claim[] {
  try {
    return read(text).claims;
  } catch (error) {
    if (error instanceof AuditError) return [];
    throw error;
  }
}

const title = fc.constantFrom(
  'Secrets in the log',
  'Cache grows without bound',
  'SQL injection in `find_user()`',
  '缺少输入验证',
  'Нет проверки токена',
  'Keine Zeitgrenze beim Abruf',
);
const place = fc.constantFrom('`app/main.py:10-12`', '`db.py`, line 7', 'lib\\pool.py:3', '[a.py](src/a.py#L4-L9)');
const severity = fc.constantFrom('P0', 'High', '🟡 Medium', 'niedrig', 'критический');
const piece = fc.oneof(
  fc.tuple(fc.constantFrom('#', '##', '###', '####'), title).map(([marks, words]) => `${marks} ${words}`),
  fc
    .tuple(fc.nat(99), title, place, severity)
    .map(
      ([number, words, where, how]) =>
        `### SEC-${number}: ${words}\n\n**File:** ${where}\n**Severity:** ${how}\n\n**Fix:** mend it`,
    ),
  fc.tuple(title, place).map(([words, where]) => `## Issues\n\n- ${words} in ${where}\n- ~~${words}~~ (retracted)`),
  fc.tuple(title, severity).map(([words, how]) => `| Issue | Severity |\n|---|---|\n| ${words} | ${how} |`),
  fc.constantFrom(
    '```python\nx = 1\n```',
    '```',
    '<details>',
    '| a |',
    '> > > quoted',
    '---',
    '**Fix:**',
    '1. one\n   - two\n     - three',
  ),
  fc.string({
    unit: fc.constantFrom(
      '#',
      '`',
      '*',
      '|',
      '-',
      '[',
      ']',
      '(',
      ')',
      '\n',
      ' ',
      'a',
      '1',
      ':',
      '~',
      '<',
      '>',
      '\\',
      '!',
      '\t',
    ),
  }),
  fc.string({ unit: 'grapheme' }),
);
const document = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('\n\n'));

describe('any Markdown', () => {
  it('is read, or refused with one error', () => {
    fc.assert(
      fc.property(document, (text) => {
        claimsOf(text);
      }),
      RUNS,
    );
  });

  it('gives claims with ids of their own, in the order of the document, within its lines', () => {
    fc.assert(
      fc.property(document, (text) => {
        const claims = claimsOf(text);
        const lines = text.split('\n').length;
        expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
        const firsts = claims.map((claim) => claim.lines.first);
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
        for (const claim of claims) {
          expect(claim.lines.first).toBeGreaterThan(0);
          expect(claim.lines.last).toBeLessThanOrEqual(lines);
          for (const { ranges } of claim.places)
            for (const { first, last } of ranges) expect(last).toBeGreaterThanOrEqual(first);
        }
      }),
      RUNS,
    );
  });

  it('keeps its ids when a paragraph or a claim comes elsewhere', () => {
    const news = fc.constantFrom(
      'A word about nothing in particular.',
      '## Afterwards\n\n### NEW-1: Another thing\n\n**File:** `z.py:1`\n**Severity:** Low',
    );
    const ends = fc.array(
      fc.oneof(
        fc
          .tuple(fc.nat(99), title, place, severity)
          .map(([n, words, where, how]) => `### SEC-${n}: ${words}\n\n**File:** ${where}\n**Severity:** ${how}`),
        title.map((words) => `## Issues\n\n- ${words}: it is lost`),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(ends, news, (pieces, added) => {
        const reported = pieces.join('\n\n');
        const before = claimsOf(`# Audit\n\n${reported}\n`).map(({ id }) => id);
        const after = new Set(claimsOf(`# Audit\n\n${added}\n\n${reported}\n\n${added}\n`).map(({ id }) => id));
        expect(before.filter((id) => !after.has(id))).toEqual([]);
      }),
      RUNS,
    );
  });
});
