import { describe, expect, it } from 'vitest';
import { type Call, type Expression, type Name, type Node, nodesOf, type Stmt, walk } from '../../src/ast/index.ts';
import type { Exits, FunctionNode } from '../../src/semantics/index.ts';
import { type Expectation, type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const fixtures = await readFixtures('flow');
const cases = fixtures.flatMap((fixture) =>
  fixture.expectations.map((expectation) => ({ fixture, expectation, place: `${fixture.path}:${expectation.line}` })),
);

describe('flow of the fixtures', () => {
  it('has expectations to meet', () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases)('$place $expectation.key[$expectation.named]', ({ fixture, expectation }) => {
    expect(answer(fixture, expectation)).toBe(expectation.value);
  });
});

describe('unreachable statements', () => {
  it('stand behind one that never lets control go on, in their block or in one around it', async () => {
    const { model } = await fixtureOf(
      'bakery.py',
      'def bake(n):\n    if n:\n        raise ValueError\n        shut()\n    heat()\n    return 1\n    for _ in n:\n        wait()\n',
    );
    const calls: string[] = [];
    walk(model.source.module, (node) => {
      if (node.kind === 'Call' && model.flow.isUnreachable(node)) calls.push(model.source.text.slice(node));
      return undefined;
    });
    expect(calls).toEqual(['shut()', 'wait()']);
  });

  it('stand in handlers of what an earlier one takes', async () => {
    const { model } = await fixtureOf(
      'bakery.py',
      `try:
    bake()
except Exception:
    shut()
except (ValueError, KeyError):
    heat()
except KeyboardInterrupt:
    rest()
except baking.Burnt:
    scrape()
except BaseException:
    leave()
`,
    );
    const unreachable = nodesOf(model.source.module, 'Call').filter((call) => model.flow.isUnreachable(call));
    expect(unreachable.map((call) => model.source.text.slice(call))).toEqual(['heat()']);
  });
});

describe('what has run by then', () => {
  it.each([
    ['of a statement before', 'first()\nsecond()', true],
    ['of the test that leads there', 'if first():\n    pass\nelif second():\n    pass', true],
    ['of the body of a loop behind it', 'for _ in n:\n    first()\nsecond()', false],
    ['in the round before', 'while n:\n    first()\n    if n:\n        second()', true],
    ['of a `try` whose handler goes on', 'try:\n    first()\nexcept E:\n    pass\nsecond()', false],
    ['of a `try` in its `else`', 'try:\n    first()\nexcept E:\n    pass\nelse:\n    second()', true],
    ['of a `try` whose handler leaves', 'try:\n    first()\nexcept E:\n    raise\nsecond()', true],
    ['of a handler', 'try:\n    n()\nexcept E:\n    first()\nsecond()', false],
    ['of a branch', 'if n:\n    first()\nsecond()', false],
    ['of a part of a condition', 'if n and first():\n    pass\nsecond()', false],
    ['of an operand before', 'n and first() and second()', true],
    ['of an operand behind', 'second() and first()', false],
    ['of the other arm', 'first() if n else second()', false],
  ])('%s', async (_, body, hasRun) => {
    const { model } = await fixtureOf('order.py', `def f(n):\n${body.replace(/^/gm, '    ')}\n`);
    const [first, second] = ['first', 'second'].map((name) =>
      nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === name),
    );
    expect(first && second && model.flow.hasRunBy(first, second)).toBe(hasRun);
  });
});

describe('hostile input', () => {
  it('walks an elif chain of nearly a thousand arms', async () => {
    const arms = Array.from({ length: 998 }, (_, i) => `    elif n == ${i}:\n        x = ${i}\n`).join('');
    const { model } = await fixtureOf(
      'chain.py',
      `def f(n):\n    x = 0\n    if n:\n        x = 1\n${arms}    print(x)\n    return x\n`,
    );
    const [fn] = model.source.module.body;
    if (fn?.kind !== 'FunctionDef') throw new Error('no function');
    expect(model.flow.exits(fn.body).returns).toBe(true);
    const reads = namesIn(fn).filter((name) => name.id === 'x' && name.ctx === 'Load');
    expect(reads.map((name) => model.flow.reachingDefinitions(name).length)).toEqual([1_000, 1_000]);
  });

  it('survives blocks nested two hundred deep', async () => {
    const deep = Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}if a:\n`).join('');
    const { model } = await fixtureOf('deep.py', `x = 1\n${deep}${' '.repeat(200)}x = 2\nprint(x)\n`);
    expect(model.flow.exits(model.source.module.body).falls).toBe(true);
    const read = namesIn(model.source.module).find((name) => name.id === 'x' && name.ctx === 'Load');
    expect(read && model.flow.reachingDefinitions(read)).toHaveLength(2);
  });

  it('follows ten thousand steps of a value no further than it must', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `x${i + 1} = x${i}`);
    const { model } = await fixtureOf('steps.py', `x0 = f()\n${lines.join('\n')}\nprint(x10000)\n`);
    const [first] = model.source.module.body;
    if (first?.kind !== 'Assign') throw new Error('no assignment');
    expect(model.flow.destinations(first.value)).toEqual([]);
    const last = namesIn(model.source.module).find((name) => name.id === 'x10000' && name.ctx === 'Load');
    expect(last && model.flow.origins(last)).toHaveLength(1);
  });

  it('ends for functions that call each other', async () => {
    const { model } = await fixtureOf('circle.py', 'def f():\n    g()\n    raise E\ndef g():\n    f()\n');
    const [f, g] = model.source.module.body;
    if (f?.kind !== 'FunctionDef' || g?.kind !== 'FunctionDef') throw new Error('no functions');
    expect(model.flow.alwaysRaises(f.body)).toBe(true);
    expect(model.flow.alwaysRaises(g.body)).toBe(true);
  });
});

function answer(fixture: Fixture, expectation: Expectation): string {
  const { flow, source } = fixture.model;
  const textOf = (node: Node): string => source.text.slice(node).replaceAll(/\s*\n/g, ' ');
  switch (expectation.key) {
    case 'exits':
      return showExits(flow.exits(bodyOf(expectation.statement)));
    case 'returns':
      return flow
        .returnValues(functionOf(expectation.statement))
        .map((value) => (value === undefined ? '-' : textOf(value)))
        .join(' | ');
    case 'boundness':
      return flow.boundness(nameOf(expectation.expression)) ?? 'unknown';
    case 'reaching': {
      const lines = flow
        .reachingDefinitions(nameOf(expectation.expression))
        .map(({ node }) => source.text.lineAt(node.start));
      return lines.join(' ');
    }
    case 'origins':
      return flow.origins(given(expectation.expression)).map(textOf).join(' | ');
    case 'whole':
      return textOf(flow.whole(given(expectation.expression)));
    case 'sources':
      return flow
        .sources(given(expectation.expression))
        .map(({ kind, leaf }) => `${kind} ${textOf(leaf)}`)
        .join(' | ');
    case 'destinations':
      return flow
        .destinations(given(expectation.expression))
        .map(({ kind, node }) => `${kind} ${textOf(node)}`)
        .join(' | ');
    case 'before':
      return callsAfter(fixture, given(expectation.expression)).join(' ');
    default:
      throw new Error(`no such question: ${expectation.key}`);
  }
}

function showExits(exits: Exits): string {
  return `${exits.falls ? 'f' : ''}${exits.returns ? 'r' : ''}${exits.raises ? 'x' : ''}${exits.breaks ? 'b' : ''}`;
}

/** Numbers of the `at(n)` calls of the same decade that come after a call. */
function callsAfter({ model }: Fixture, first: Expression): readonly number[] {
  const calls: Call[] = [];
  walk(model.source.module, (node) => {
    if (node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'at') calls.push(node);
  });
  return calls
    .filter((call) => model.flow.precedes(first, call))
    .map((call) => (call.args[0] && model.values.number(call.args[0])) ?? Number.NaN)
    .sort((a, b) => a - b);
}

function functionOf(statement: Stmt | undefined): FunctionNode {
  if (statement?.kind === 'FunctionDef' || statement?.kind === 'AsyncFunctionDef') return statement;
  throw new Error('no function stands there');
}

function bodyOf(statement: Stmt | undefined): readonly Stmt[] {
  const fn = functionOf(statement);
  return fn.kind === 'Lambda' ? [] : fn.body;
}

function given(expression: Expression | undefined): Expression {
  if (expression === undefined) throw new Error('no expression stands there');
  return expression;
}

function nameOf(expression: Expression | undefined): Name {
  if (expression?.kind !== 'Name') throw new Error('no name stands there');
  return expression;
}

function namesIn(root: Node): readonly Name[] {
  const names: Name[] = [];
  walk(root, (node) => {
    if (node.kind === 'Name') names.push(node);
  });
  return names;
}
