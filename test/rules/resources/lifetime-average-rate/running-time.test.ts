import { describe, expect, it } from 'vitest';
import { runsSince } from '../../../../rules/resources/lifetime-average-rate/running-time.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const CLASS = `import time
from dataclasses import dataclass, field
from datetime import datetime

IMPORTED = time.time()

class Engine:
    def __init__(self, limit):
        self._started = time.time()
        self._begun = datetime.now()
        self._since = time.monotonic()
        self._opened = None
        self._limit = limit

    def start(self):
        self._opened = time.perf_counter()

    def tick(self):
        self._since = time.monotonic()

    def uptime(self):
        return time.time() - self._started

    def rate(self, count, moment):
`;

async function since(body: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/engine.py', `${CLASS}${body.replaceAll(/^/gm, '        ')}\n`);
  const division = nodesOf(model.source.module, 'BinOp').find(({ op }) => op === 'Div');
  if (division === undefined) throw new Error('nothing is divided');
  return runsSince(division.right, model)?.name;
}

describe('runsSince', () => {
  it.each([
    ['return count / (time.time() - self._started)', '_started'],
    ['seconds = max(time.time() - self._started, 1)\nreturn count / seconds', '_started'],
    ['return count / (datetime.now() - self._begun).total_seconds()', '_begun'],
    ['return count / self.uptime()', '_started'],
    ['return count / (time.perf_counter() - self._opened)', '_opened'],
    ['return count / (time.time() - IMPORTED)', 'IMPORTED'],
    ['return count / (time.monotonic() - self._since)', undefined],
    ['return count / (time.time() - moment)', undefined],
    ['return count / self._started', undefined],
    ['return count / (time.time() - self._limit)', undefined],
  ])('of the time in %j is %s', async (body, name) => {
    expect(await since(body)).toBe(name);
  });
});
