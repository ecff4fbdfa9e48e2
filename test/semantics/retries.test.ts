import { expect, test } from 'vitest';
import { blockAround, type Node } from '../../src/ast/index.ts';
import type { Retry } from '../../src/semantics/index.ts';
import { type Expectation, type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const NONE = 'none';
const fixtures = await readFixtures('retries');

const QUESTIONS: Readonly<Record<string, (retry: Retry, fixture: Fixture) => string>> = {
  retry: ({ by, limit, attempts }) => `${by} ${limit} ${attempts ?? 'unknown'}`,
  ways: ({ retryPaths }) => String(retryPaths.length),
  work: ({ retryPaths }, fixture) =>
    retryPaths
      .flatMap(({ work }) =>
        textsOf(
          work.map(({ func }) => func),
          fixture,
        ),
      )
      .join(', '),
  once: ({ retryPaths }) => yesOrNo(retryPaths.every(({ isOnce }) => isOnce)),
  delays: ({ delays }) => String(delays.length),
  growth: ({ delays }, fixture) =>
    textsOf(
      delays.map(({ computation }) => computation.growth),
      fixture,
    )[0] ?? NONE,
  random: ({ delays }) => yesOrNo(delays.some(({ computation }) => computation.randomness !== undefined)),
  whole: ({ delays }) => yesOrNo(delays.every(({ computation }) => computation.isWhole)),
  remote: ({ remoteCalls }, fixture) =>
    textsOf(
      remoteCalls.map(({ func }) => func),
      fixture,
    ).join(', ') || NONE,
  exceptions: ({ remoteExceptions }) => remoteExceptions.join(', ') || NONE,
};

test('the fixtures ask every question', () => {
  const keys = new Set(fixtures.flatMap(({ expectations }) => expectations.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(Object.keys(QUESTIONS).sort());
});

for (const fixture of fixtures) {
  test(`retries of ${fixture.path}`, () => {
    const answers = fixture.expectations.map(
      (expectation) => `${expectation.line} ${expectation.key}: ${answerTo(fixture, expectation)}`,
    );
    expect(answers).toEqual(fixture.expectations.map(({ line, key, value }) => `${line} ${key}: ${value}`));
  });
}

test('loops that nest two hundred deep are looked at', async () => {
  const depth = 200;
  const loops = Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}while True:\n`).join('');
  const body = ['try:', ' return get()', 'except OSError:', ' sleep(1)'].map((line) => ' '.repeat(depth) + line);
  const { model } = await fixtureOf('deep.py', `def f():\n ${loops.replaceAll('\n', '\n ')}${body.join('\n ')}\n`);
  expect(model.retries.all).toHaveLength(1);
});

/** An answer is above its loop; what is bound between the two is part of the case. */
function answerTo(fixture: Fixture, expectation: Expectation): string {
  const question = QUESTIONS[expectation.key];
  const { statement } = expectation;
  if (question === undefined || statement === undefined) throw new Error(`nobody asks for ${expectation.key}`);
  const loop = blockAround(statement).find(
    ({ kind, start }) => start >= statement.start && (kind === 'For' || kind === 'While'),
  );
  if (loop === undefined) throw new Error(`no loop follows line ${expectation.line}`);
  const retry = fixture.model.retries.all.find((each) => each.loop === loop);
  return retry === undefined ? NONE : question(retry, fixture);
}

function textsOf(nodes: readonly (Node | undefined)[], { model }: Fixture): readonly string[] {
  return nodes.flatMap((node) => (node === undefined ? [] : [model.source.text.slice(node)]));
}

function yesOrNo(truth: boolean): string {
  return truth ? 'yes' : 'no';
}
