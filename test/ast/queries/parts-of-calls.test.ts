import { describe, expect, it } from 'vitest';
import { argumentValues, methodCalledOn, namesIn, withoutAwait } from '../../../src/ast/index.ts';
import { expression, nodeOf, nodesOf, parse } from '../parse-python.ts';

describe('argumentValues', () => {
  it('gives what stands by place, then what stands by name', () => {
    const call = nodeOf('send(1, *rest, to=2, **options)', 'Call');
    const { text } = parse('send(1, *rest, to=2, **options)');
    expect(argumentValues(call).map((value) => text.slice(value))).toEqual(['1', '*rest', '2', 'options']);
  });
});

describe('methodCalledOn', () => {
  it.each([
    ['queue.put(job)', 'put'],
    ['queue.put', undefined],
    ['put(queue)', undefined],
    ['queue.jobs.put(job)', undefined],
  ])('of the first name of %j is %s', (source, method) => {
    const queue = nodesOf(source, 'Name').find(({ id }) => id === 'queue');
    expect(queue && methodCalledOn(queue)?.method).toBe(method);
  });
});

describe('withoutAwait', () => {
  it.each([
    ['await fetch()', 'Call'],
    ['fetch()', 'Call'],
    ['(await fetch()).rows', 'Attribute'],
  ])('of %j is a %s', (source, kind) => {
    expect(withoutAwait(expression(source)).kind).toBe(kind);
  });
});

describe('namesIn', () => {
  it('gives names that are bound and used, of all roots, and no attributes', () => {
    const loop = nodeOf('for row, (key, _) in table.rows: keep(row.id)', 'For');
    expect([...namesIn(loop.target)].sort()).toEqual(['_', 'key', 'row']);
    expect([...namesIn(loop.iter, ...loop.body)].sort()).toEqual(['keep', 'row', 'table']);
  });
});
