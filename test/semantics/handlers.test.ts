import { expect, test } from 'vitest';
import { type ExceptHandler, type Node, nodesOf, walk } from '../../src/ast/index.ts';
import type { HandlerModel } from '../../src/semantics/index.ts';
import { type Expectation, type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const NONE = 'none';
const fixtures = await readFixtures('handlers');

/** A builtin, one that is no `Exception`, one of a library, and one that no table knows. */
const EXCEPTIONS = ['builtins.OverflowError', 'asyncio.CancelledError', 'torch.cuda.OutOfMemoryError', 'app.HouseRule'];

const QUESTIONS: Readonly<Record<string, (model: HandlerModel, fixture: Fixture) => string>> = {
  catches: ({ catches }) => catches.join(', ') || NONE,
  breadth: ({ breadth }) => breadth,
  logs: ({ logs }) => logs.map(describeLog).join(', ') || NONE,
  'hands-on': (model) => yesOrNo(model.handsExceptionOn),
  'may-raise': (model) => yesOrNo(model.mayRaise),
  trivial: (model) => yesOrNo(model.isTrivial),
  fallback: ({ fallback }, fixture) => (fallback === undefined ? NONE : fixture.model.source.text.slice(fallback)),
  work: ({ work }) => String(work.length),
  exits: ({ exits }) =>
    Object.entries(exits)
      .filter(([, can]) => can)
      .map(([handlerPath]) => handlerPath)
      .join(', '),
  excuse: ({ handler }, fixture) => fixture.model.handlers.excuseFor(handler)?.kind ?? NONE,
  expected: ({ expected }) => expected.join(', ') || NONE,
  broad: ({ isBroad }) => yesOrNo(isBroad),
  takes: (model) =>
    EXCEPTIONS.filter((name) => model.takes(name))
      .map((name) => name.slice(name.lastIndexOf('.') + 1))
      .join(', ') || NONE,
  failing: ({ failing }, fixture) =>
    failing.map(({ func }) => fixture.model.source.text.slice(func)).join(', ') || NONE,
  'goes-on': ({ goesOn }) => yesOrNo(goesOn),
  returned: ({ returned }, fixture) =>
    returned.map((value) => fixture.model.source.text.slice(value)).join(', ') || NONE,
  'mistaken-for': ({ mistakenAnswer }, { model }) =>
    mistakenAnswer === undefined ? NONE : `line ${model.source.text.positionAt(mistakenAnswer.normal.start).line}`,
  'more-than-text': ({ usesMoreThanText }) => yesOrNo(usesMoreThanText),
  'tells-class': ({ logs }) => yesOrNo(logs.some(({ keepsClass }) => keepsClass)),
  'tells-exception': ({ logsException }) => yesOrNo(logsException),
  'returns-of-it': (model) => {
    const value = model.fallback;
    return (value === undefined ? undefined : model.partIn(value)) ?? NONE;
  },
};

test('the fixtures ask every question', () => {
  const keys = new Set(fixtures.flatMap(({ expectations }) => expectations.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(Object.keys(QUESTIONS).sort());
});

for (const fixture of fixtures) {
  test(`handlers of ${fixture.path}`, () => {
    const answers = fixture.expectations.map(
      (expectation) => `${expectation.line} ${expectation.key}: ${answerTo(fixture, expectation)}`,
    );
    expect(answers).toEqual(fixture.expectations.map(({ line, key, value }) => `${line} ${key}: ${value}`));
  });
}

test('an exception ends in the handler that takes it, not in those between', async () => {
  const code = `
try:
    try:
        scale(1)
    except KeyError:
        scale(2)
    def later():
        scale(3)
except OSError:
    pass
except Exception:
    pass
`;
  const { model } = await fixtureOf('app/scaling.py', code);
  const takers = nodesOf(model.source.module, 'Call').map((call) => {
    const taker = model.handlers.takerOf(call, 'builtins.OverflowError');
    return taker === undefined ? NONE : model.source.text.slice(taker.type ?? taker);
  });
  expect(takers).toEqual(['Exception', 'Exception', NONE]);
});

test('a handler is described once', () => {
  for (const fixture of fixtures) {
    const handler = handlerOf(fixture.expectations[0]);
    expect(fixture.model.handlers.describe(handler)).toBe(fixture.model.handlers.describe(handler));
  }
});

test('a handler that nests ten thousand deep is described', async () => {
  const deep = 10_000;
  const brackets = await describeBody(`return ${'['.repeat(deep)}${']'.repeat(deep)}`);
  expect(brackets.isTrivial).toBe(false);
  const signs = await describeBody(`return ${'-'.repeat(deep)}1`);
  expect(signs.isTrivial).toBe(false);
  const attributes = await describeBody(`x${'.y'.repeat(deep)} = e`);
  expect(attributes.handsExceptionOn).toBe(true);
  expect(attributes.fallback).toBeUndefined();
  const chain = await describeBody(`log${'.bind(e)'.repeat(300)}.error("failed")`);
  expect(chain.logs.map(describeLog)).toEqual(['error+exception']);
  const conversions = await describeBody(`errors.append(${'str('.repeat(300)}e${')'.repeat(300)})`);
  expect(conversions.handsExceptionOn).toBe(true);
});

async function describeBody(body: string): Promise<HandlerModel> {
  const code = `def f():\n  try:\n    g()\n  except Exception as e:\n    ${body}\n`;
  const { model } = await fixtureOf('deep.py', code);
  const handler = handlersIn(model.source.module)[0];
  if (handler === undefined) throw new Error('the handler was not parsed');
  return model.handlers.describe(handler);
}

function handlersIn(root: Node): readonly ExceptHandler[] {
  const found: ExceptHandler[] = [];
  walk(root, (node) => {
    if (node.kind === 'ExceptHandler') found.push(node);
  });
  return found;
}

function answerTo(fixture: Fixture, expectation: Expectation): string {
  const answer = QUESTIONS[expectation.key];
  if (answer === undefined) throw new Error(`no question is called ${expectation.key}`);
  return answer(fixture.model.handlers.describe(handlerOf(expectation)), fixture);
}

/** The handler of the `try` on the answered line; `key[2]` asks for the second. */
function handlerOf(expectation: Expectation | undefined): ExceptHandler {
  const statement = expectation?.statement;
  const number = Number(expectation?.named ?? 1);
  const handler =
    statement?.kind === 'Try' || statement?.kind === 'TryStar' ? statement.handlers[number - 1] : undefined;
  if (handler === undefined) throw new Error(`line ${expectation?.line} has no such handler`);
  return handler;
}

function describeLog({ level, keepsTraceback, keepsException }: HandlerModel['logs'][number]): string {
  if (keepsTraceback) return `${level}+traceback`;
  return keepsException ? `${level}+exception` : level;
}

function yesOrNo(answer: boolean): string {
  return answer ? 'yes' : 'no';
}
