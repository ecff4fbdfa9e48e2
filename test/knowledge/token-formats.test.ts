import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatsIn, TOKEN_FORMATS } from '../../src/knowledge/token-formats.ts';

/** What is looked at around a token, and inside it, is left out: fast-check generates no text for it. */
const alone = ({ source }: RegExp): RegExp =>
  new RegExp(`^${source.replace(/\(\?<?[=!](?:\[[^\]]*\]|\\.|\([^)]*\)|[^()[\]])*\)|\\b/g, '')}$`);

describe('a token of a known format', () => {
  it.each(TOKEN_FORMATS.map((format) => [format.name, format] as const))(
    '%s is found by what it holds',
    (_, format) => {
      fc.assert(
        fc.property(fc.stringMatching(alone(format.shape)), (token) => {
          expect(formatsIn(`token = "${token}"`)).toContain(format);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('is in no line of dashes, however long', () => {
    expect(formatsIn('-'.repeat(200_000))).toEqual([]);
  });
});
