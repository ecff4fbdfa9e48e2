import { describe, expect, it } from 'vitest';
import { resultUsesOf } from '../../../../rules/concurrency/_shared/result-uses.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** What is taken of the result of `load()`, one text per use. */
async function usesIn(body: string): Promise<readonly string[]> {
  const code = `async def run(load):\n    ${body.replaceAll('\n', '\n    ')}\n`;
  const { model } = await fixtureOf('app/run.py', code);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => model.source.text.slice(func) === 'load');
  if (call === undefined) throw new Error('load is not called');
  return resultUsesOf(call, model.names).map((use) => {
    return `${use.kind === 'unpack' ? `unpack ${use.count}` : 'key'} ${model.source.text.slice(use.node)}`;
  });
}

describe('resultUsesOf', () => {
  it.each([
    ['a, b = load()', ['unpack 2 load()']],
    ['[a, b, c] = await load()', ['unpack 3 await load()']],
    ['(await load())["rows"]', ['key (await load())["rows"]']],
    ['found = load()\nfound.rows\nfound["rows"]', ['key found["rows"]']],
    ['found = load()\na, b = found', ['unpack 2 found']],
  ])('%j', async (body, uses) => {
    expect(await usesIn(body)).toEqual(uses);
  });

  it.each([
    ['a list of as many as there are', 'first, *rest = load()'],
    ['two targets', 'a, b = c = load()'],
    ['an index', 'load()[0]'],
    ['a variable key', 'load()[key]'],
    ['a local that is bound again', 'found = load()\nfound = other()\nfound["rows"]'],
    ['a local that is asked for its kind', 'found = load()\nif isinstance(found, dict):\n    found["rows"]'],
    ['a member, of which another rule tells', 'load().rows'],
    ['nothing', 'load()'],
  ])('nothing tells of the result: %s', async (_name, body) => {
    expect(await usesIn(body)).toEqual([]);
  });
});
