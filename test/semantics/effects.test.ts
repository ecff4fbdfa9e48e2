import { expect, test } from 'vitest';
import { type Call, type Expression, walk } from '../../src/ast/index.ts';
import { type Expectation, type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const fixtures = await readFixtures('effects');
const NONE = 'none';

test('the fixtures ask all questions', () => {
  const asked = new Set(fixtures.flatMap(({ expectations }) => expectations.map(({ key }) => key)));
  expect([...asked].sort()).toEqual(['blocking', 'consumed', 'effect', 'within', 'work']);
});

for (const fixture of fixtures) {
  test(`effects of ${fixture.path}`, () => {
    const answers = fixture.expectations.map((asked) => `${asked.line}: ${answerTo(fixture, asked)}`);
    expect(answers).toEqual(fixture.expectations.map(({ line, value }) => `${line}: ${value}`));
  });
}

test('every call of every fixture has an effect', () => {
  for (const { model } of fixtures) {
    walk(model.source.module, (node) => {
      if (node.kind === 'Call') expect(model.effects.of(node)).toBeTypeOf('string');
    });
  }
});

test('a very long chain of calls is judged without running out of stack', async () => {
  const { model } = await fixtureOf('deep.py', `x = a${'.b()'.repeat(300)}\n`);
  expect(model.effects.within(model.source.module.body)).toEqual(new Set(['unknown']));
});

function answerTo(fixture: Fixture, asked: Expectation): string {
  const { effects } = fixture.model;
  if (asked.key === 'within') {
    const found = effects.within(asked.statement === undefined ? [] : [asked.statement]);
    return [...found].sort().join(', ') || NONE;
  }
  const call = callOf(asked.expression);
  if (asked.key === 'work') return effects.longWork(call) ?? NONE;
  if (asked.key === 'consumed') return effects.isConsumed(call) ? 'yes' : 'no';
  return asked.key === 'effect' ? effects.of(call) : (effects.blocking(call) ?? NONE);
}

function callOf(expression: Expression | undefined): Call {
  const inner = expression?.kind === 'Await' ? expression.value : expression;
  if (inner?.kind !== 'Call') throw new Error('an answer stands on a line without a call');
  return inner;
}
