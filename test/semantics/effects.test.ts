import { expect, test } from 'vitest';
import { type Call, type Expression, walk } from '../../src/ast/index.ts';
import { type Expectation, type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const fixtures = await readFixtures('effects');
const NONE = 'none';

test('the fixtures ask all questions', () => {
  const keys = new Set(fixtures.flatMap(({ expectations }) => expectations.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(['blocking', 'consumed', 'effect', 'within', 'work']);
});

for (const fixture of fixtures) {
  test(`effects of ${fixture.path}`, () => {
    const answers = fixture.expectations.map((expectation) => `${expectation.line}: ${answerTo(fixture, expectation)}`);
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

function answerTo(fixture: Fixture, expectation: Expectation): string {
  const { effects } = fixture.model;
  if (expectation.key === 'within') {
    const found = effects.within(expectation.statement === undefined ? [] : [expectation.statement]);
    return [...found].sort().join(', ') || NONE;
  }
  const call = callOf(expectation.expression);
  if (expectation.key === 'work') return effects.longWork(call) ?? NONE;
  if (expectation.key === 'consumed') return effects.isConsumed(call) ? 'yes' : 'no';
  return expectation.key === 'effect' ? effects.of(call) : (effects.blocking(call) ?? NONE);
}

function callOf(expression: Expression | undefined): Call {
  const inner = expression?.kind === 'Await' ? expression.value : expression;
  if (inner?.kind !== 'Call') throw new Error('an answer stands on a line without a call');
  return inner;
}
