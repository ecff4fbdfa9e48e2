import { describe, expect, it } from 'vitest';
import type { Expression } from '../../src/ast/index.ts';
import type { EnvironmentRead, FoldedValue } from '../../src/semantics/index.ts';
import { type Expectation, type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const fixtures = await readFixtures('values');
const cases = fixtures.flatMap((fixture) =>
  fixture.expectations.map((expectation) => ({ fixture, expectation, place: `${fixture.path}:${expectation.line}` })),
);

describe('values of the fixtures', () => {
  it('have expectations to meet', () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases)('$place $expectation.key[$expectation.named] is $expectation.value', ({ fixture, expectation }) => {
    expect(answer(fixture, expectation)).toBe(expectation.value);
  });
});

describe('hostile input', () => {
  it('folds a chain of thousands of additions without recursion', async () => {
    const { model } = await fixtureOf('chain.py', `x = ${Array.from({ length: 2_900 }, () => '"a"').join(' + ')}\n`);
    const value = model.values.string(assigned(model.source.module.body[0]));
    expect(value).toHaveLength(2_900);
  });

  it('folds five thousand names that build on each other', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `x${i + 1} = x${i} + 1`);
    const { model } = await fixtureOf('names.py', ['x0 = 0', ...lines].join('\n'));
    expect(model.values.number(assigned(model.source.module.body.at(-1)))).toBe(5_000);
  });

  it('gives up on values that double with every line', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `x${i + 1} = [x${i}, x${i}]\ny${i + 1} = y${i} + y${i}`);
    const { model } = await fixtureOf('doubling.py', ['x0 = ["seed"]', 'y0 = "seed"', ...lines].join('\n'));
    const [list, text] = model.source.module.body.slice(-2);
    expect(model.values.fold(assigned(list))).toBeUndefined();
    expect(model.values.fold(assigned(text))).toBeUndefined();
  });

  it('knows nothing of names that are bound by each other', async () => {
    const { model } = await fixtureOf('circle.py', 'a = b\nb = c + a\nc = a\n');
    for (const statement of model.source.module.body) {
      expect(model.values.fold(assigned(statement))).toBeUndefined();
      expect(model.values.possible(assigned(statement))).toBeUndefined();
    }
  });

  it('bounds the combinations of what may be', async () => {
    const bits = Array.from({ length: 20 }, (_, i) => `("a" if f(${i}) else "b")`).join(' + ');
    const { model } = await fixtureOf('many.py', `x = ${bits}\n`);
    expect(model.values.possible(assigned(model.source.module.body[0]))).toBeUndefined();
  });
});

function answer({ model }: Fixture, { key, expression }: Expectation): string {
  if (expression === undefined) throw new Error('no expression stands there');
  const { values } = model;
  const textOf = (node: Expression): string => model.source.text.slice(node);
  switch (key) {
    case 'fold': {
      const value = values.fold(expression);
      return value === undefined ? '?' : show(value);
    }
    case 'possible':
      return values.possible(expression)?.map(show).join(' | ') ?? '?';
    case 'pieces':
      return (
        values
          .textPieces(expression)
          ?.map((piece) => (piece.kind === 'constant' ? JSON.stringify(piece.text) : textOf(piece.expression)))
          .join(' ') ?? '?'
      );
    case 'environment':
      return showRead(values.environmentRead(expression), textOf);
    case 'argument': {
      if (expression.kind !== 'Call') throw new Error('no call stands there');
      const bound = values.argument(expression, 'timeout', 1);
      expect(values.givenArgument(expression, 'timeout', 1)).toBe(bound.kind === 'given' ? bound.value : undefined);
      return bound.kind === 'given' ? textOf(bound.value) : bound.kind;
    }
    default:
      throw new Error(`no such question: ${key}`);
  }
}

function showRead(read: EnvironmentRead | undefined, textOf: (node: Expression) => string): string {
  if (read === undefined) return '-';
  const fallback = read.fallback === undefined ? '' : ` else ${textOf(read.fallback)}`;
  return `${read.key ?? '?'}${fallback}${read.required ? ' required' : ''}`;
}

/** As Python's repr, near enough to read. */
function show(value: FoldedValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return value.value.toString();
    case 'float':
      return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
    case 'str':
      return value.value.includes("'") ? `"${value.value}"` : `'${value.value}'`;
    case 'bytes':
      return `b'${value.value}'`;
    case 'tuple':
      return `(${value.elements.map(show).join(', ')})`;
    case 'list':
      return `[${value.elements.map(show).join(', ')}]`;
    case 'set':
      return `{${value.elements.map(show).join(', ')}}`;
    case 'mapping':
      return `{${value.entries.map(([k, v]) => `${show(k)}: ${show(v)}`).join(', ')}}`;
  }
}

function assigned(statement: unknown): Expression {
  // Tests build these statements as assignments.
  return (statement as { readonly value: Expression }).value;
}
