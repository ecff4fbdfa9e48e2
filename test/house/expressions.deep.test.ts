/**
 * What the program reads, others wrote, and some of them mean harm: no regular expression may take far more than twice the
 * time for twice the text. Each is tried on texts that repeat what it repeats, because a checker of the grammar sees no beginning
 * anew of the search from one word to the next.
 */
import { describe, expect, it } from 'vitest';
import { attacksOn } from './expressions/attacks.ts';
import { collectExpressions } from './expressions/collect.ts';
import { findSlowAttack } from './expressions/measure.ts';

/** What only reads texts of a limited length, by its source, with the limit. */
const LIMITED: ReadonlyMap<string, string> = new Map([
  [String.raw`(?:::[\w:[\]-]+|#L?\d+(?:-L?\d+)?|:\d+(?:[-:,]\s*\d+)*)$`, '200 characters of code in a document'],
]);

const expressions = await collectExpressions();
const unlimited = expressions.filter(({ expression }) => !LIMITED.has(expression.source));

describe('regular expressions', () => {
  it('do not go over a text again and again', () => {
    const slow = unlimited.flatMap(({ place, expression }) => {
      const attack = findSlowAttack(expression, attacksOn(expression));
      return attack === undefined ? [] : [`${place} ${expression}: ${describeAttack(attack)}`];
    });
    expect(slow).toEqual([]);
  });

  it('are excused only where they are slow', () => {
    const excused = expressions.filter(({ expression }) => LIMITED.has(expression.source));
    expect(excused.filter(({ expression }) => findSlowAttack(expression, attacksOn(expression)) === undefined)).toEqual(
      [],
    );
    expect(excused.length).toBe(LIMITED.size);
  });
});

describe('an attack', () => {
  it.each([
    ['one repetition in another', /^(?:\w+-?)*$/],
    ['two that share a character', /^\s*(\d*)\s*;/],
    ['a search that begins anew at each character', /\s+$/],
    ['a search that begins anew at each word', /BEGIN .*END/],
    ['a line that begins anew', /^\s*name:/m],
    ['a word within what surrounds it', /^\w*name\w*$/],
    ['a look ahead from each match', /a(?=.*b)/g],
  ])('is found on %s', (_, expression) => {
    expect(findSlowAttack(expression, attacksOn(expression))).toBeDefined();
  });

  it.each([[/^\s*(?:\d+\s*)?;/], [/(?<!\s)\s+$/], [/"[^"\n]*"/g], [/^(?:\w+-)*\w+$/]])(
    'is not found on %s',
    (expression) => {
      expect(findSlowAttack(expression, attacksOn(expression))).toBeUndefined();
    },
  );
});

const describeAttack = ({ prefix, pump, suffix }: { prefix: string; pump: string; suffix: string }): string =>
  `${JSON.stringify(prefix)} + ${JSON.stringify(pump)} × n + ${JSON.stringify(suffix)}`;
