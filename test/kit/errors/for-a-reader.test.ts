import { expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { isForReader } from '../../../src/kit/groups/errors.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

async function isRead(path: string, content: string): Promise<boolean> {
  const { model } = await fixtureOf(path, `${content}\n`);
  const fn = nodesOf(model.source.module, 'FunctionDef').at(-1);
  if (fn === undefined) throw new Error('no function');
  return isForReader(fn, model);
}

it.each([
  ['its name', 'app/api.py', 'def health_status(): ...'],
  ['its module', 'app/tools/weather.py', 'def forecast(city): ...'],
  ['its decorator', 'app/api.py', '@mcp.tool()\ndef forecast(city): ...'],
  ['its class', 'app/api.py', 'class WeatherTool:\n    def forecast(self, city): ...'],
  ['a base of its class', 'app/api.py', 'class Weather(BaseTool):\n    def forecast(self, city): ...'],
])('is for a reader by %s', async (_, path, content) => expect(await isRead(path, content)).toBe(true));

it.each([
  ['another function', 'app/api.py', 'class Weather(Base):\n    @cached\n    def forecast(self, city): ...'],
  ['a part of a word', 'app/api.py', 'def contested_statuses(): ...'],
])('is not for one: %s', async (_, path, content) => expect(await isRead(path, content)).toBe(false));
