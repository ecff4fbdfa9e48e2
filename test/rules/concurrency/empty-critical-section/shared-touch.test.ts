import { describe, expect, it } from 'vitest';
import { touchesShared } from '../../../../rules/concurrency/empty-critical-section/shared-touch.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD = `
import json
import time
from dataclasses import dataclass

_limit = 10

@dataclass
class Beat:
    at: float

def helper():
    return _limit
`;

async function touches(body: string): Promise<boolean> {
  const content = `${HEAD}\nclass Tracker:\n    def add(self, name, model):\n${body.replace(/^/gm, '        ')}\n`;
  const { model } = await fixtureOf('app/tracker.py', content);
  const fn = nodesOf(model.source.module, 'FunctionDef').find((each) => each.name === 'add');
  if (fn === undefined) throw new Error('no method');
  return touchesShared(fn.body, fn, model);
}

describe('touchesShared', () => {
  it.each([
    ['row = (name, time.time())'],
    ['text = json.dumps(name or {})'],
    ['beat = Beat(time.time())'],
    ['clean = name.strip().lower()'],
    ['rows = {"name": name}\nrows["size"] = len(rows["name"])'],
    ['total = sum([row for row in range(3)])'],
  ])('%j stays among locals', async (body) => {
    expect(await touches(body)).toBe(false);
  });

  it.each([
    ['row = self.rows'],
    ['row = _limit'],
    ['row = helper()'],
    ['row = model.predict(name)'],
    ['name["key"] = 1'],
    ['rows = name.rows\nrows.append(1)'],
    ['return name'],
    ['with name:\n    pass'],
    ['run = lambda: name'],
  ])('%j may be seen', async (body) => {
    expect(await touches(body)).toBe(true);
  });
});
