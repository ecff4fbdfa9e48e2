/** The graph of values, walked in both directions over the code of the fixtures. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Expression, nodesOf } from '../../src/ast/index.ts';
import { valueEdges } from '../../src/semantics/flow/value-edges.ts';
import { fixtureOf } from './expectations.ts';

const paths = (await readdir('fixtures/rules', { recursive: true }))
  .filter((path) => /^(?:security|concurrency|resources)\/[^/]+\/flagged[^/]*\.py$/.test(path))
  .toSorted()
  .filter((_, at) => at % 4 === 0);

describe('a value that comes from an expression', () => {
  it('is found from there by its destinations', async () => {
    const lost: string[] = [];
    let pairs = 0;
    for (const path of paths) {
      const { model } = await fixtureOf(path, await readFile(`fixtures/rules/${path}`, 'utf8'));
      for (const call of nodesOf(model.source.module, 'Call')) {
        // What a call hands on is reported where its result is used.
        const passed = valueEdges(call, model)?.map(({ from }) => from) ?? [];
        for (const given of call.args) {
          if (given.kind === 'Starred' || passed.includes(given)) continue;
          for (const origin of model.flow.origins(given).filter((each) => each !== given && each.kind === 'Call')) {
            pairs++;
            if (!reaches(origin, given))
              lost.push(`${path}: ${model.source.text.slice(origin)} in ${model.source.text.slice(given)}`);
          }
        }
      }
      function reaches(origin: Expression, given: Expression): boolean {
        return model.flow.destinations(origin).some(({ carrier }) => carrier === given);
      }
    }
    expect(pairs).toBeGreaterThan(100);
    expect(lost).toEqual([]);
  });
});

/** An expression of each kind, and the edges into it. */
const EDGES: Readonly<Record<Expression['kind'], readonly [source: string, ...edges: string[]]>> = {
  Attribute: ['a.b', 'member a'],
  Await: ['await a', 'awaited a'],
  BinOp: ['a + b', 'operand a', 'operand b'],
  BoolOp: ['a or b', 'same a', 'same b'],
  Call: ['str(a)', 'converted a'],
  Compare: ['a < b'],
  Constant: ['1'],
  Dict: ['{a: b}', 'element b'],
  DictComp: ['{a: b for a in c}', 'element b'],
  FormattedValue: ["f'{a}'", 'formatted a'],
  GeneratorExp: ['(a for b in c)', 'element a'],
  IfExp: ['a if b else c', 'same a', 'same c'],
  Interpolation: ["t'{a}'"],
  JoinedStr: ["f'{a}'", 'formatted {a}'],
  Lambda: ['lambda: a'],
  List: ['[a, b]', 'element a', 'element b'],
  ListComp: ['[a for b in c]', 'element a'],
  Name: ['a', 'same 1'],
  NamedExpr: ['(a := b)', 'same b'],
  Set: ['{a, b}', 'element a', 'element b'],
  SetComp: ['{a for b in c}', 'element a'],
  Slice: ['a[b:c]'],
  Starred: ['[*a]', 'part a'],
  Subscript: ['a[b]', 'part a'],
  TemplateStr: ["t'{a}'"],
  Tuple: ['(a, b)', 'element a', 'element b'],
  UnaryOp: ['-a', 'operand a'],
  UnparsedExpr: [''],
  Yield: ['(yield a)'],
  YieldFrom: ['(yield from a)'],
};

describe('the edges into an expression', () => {
  it.each(Object.entries(EDGES))('%s', async (kind, [source, ...expected]) => {
    const { model } = await fixtureOf('edges.py', `async def f():\n    a = 1; x = ${source}\n`);
    const node = nodesOf(model.source.module, kind as Expression['kind']).at(-1);
    const edges = node && valueEdges(node as Expression, model);
    expect(edges?.map(({ from, how }) => `${how} ${model.source.text.slice(from)}`) ?? []).toEqual(expected);
  });
});
