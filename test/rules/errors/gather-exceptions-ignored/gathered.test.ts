import { describe, expect, it } from 'vitest';
import {
  gathersExceptions,
  isNeverLookedAt,
  workGathered,
} from '../../../../rules/errors/gather-exceptions-ignored/gathered.ts';
import { type Call, lastName, nodesOf } from '../../../../src/ast/index.ts';
import type { SemanticModel } from '../../../../src/semantics/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function gatherIn(...lines: readonly string[]): Promise<readonly [Call, SemanticModel]> {
  const code = ['import asyncio', 'async def run(self, jobs):', ...lines.map((line) => `    ${line}`)];
  const { model } = await fixtureOf('app/bus.py', `${code.join('\n')}\n`);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => lastName(func) === 'gather');
  if (call === undefined) throw new Error('nothing is gathered');
  return [call, model];
}

it.each([
  ['asyncio.gather(a(), return_exceptions=True)', true],
  ['asyncio.gather(a(), return_exceptions=False)', false],
  ['asyncio.gather(a())', false],
  ['self.gather(a(), return_exceptions=True)', false],
])('%s gathers exceptions: %s', async (line, is) => expect(gathersExceptions(...(await gatherIn(line)))).toBe(is));

it.each([
  ['dropped', ['await asyncio.gather(a())'], true],
  ['kept for nobody', ['results = await asyncio.gather(a())'], true],
  ['handed through', ['await asyncio.wait_for(asyncio.gather(a()), 5)'], true],
  ['read', ['results = await asyncio.gather(a())', 'log(results)'], false],
  ['returned', ['return await asyncio.gather(a())'], false],
  ['read behind', ['r = await asyncio.wait_for(asyncio.gather(a()), 5)', 'log(r)'], false],
])('a result that is %s', async (_, lines, is) => expect(isNeverLookedAt(...(await gatherIn(...lines)))).toBe(is));

describe('workGathered', () => {
  it.each([
    ['in its arguments', ['await asyncio.gather(a(), b(1))'], ['a()', 'b(1)']],
    ['in a comprehension', ['await asyncio.gather(*(send(j) for j in load(jobs)))'], ['send(j)']],
    ['in tasks', ['await asyncio.gather(asyncio.create_task(a()))'], ['a()']],
    ['in a list', ['work = []', 'work.append(a())', 'await asyncio.gather(*work)'], ['a()']],
    ['elsewhere', ['await asyncio.gather(*self.tasks)'], []],
    ['with a callback', ['t = start()', 't.add_done_callback(done)', 'await asyncio.gather(t)'], []],
  ])('is started %s', async (_, lines, expected) => {
    const [call, model] = await gatherIn(...lines);
    expect(workGathered(call, model).map((each) => model.source.text.slice(each))).toEqual(expected);
  });
});
