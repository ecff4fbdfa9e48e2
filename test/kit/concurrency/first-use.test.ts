import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { type FirstUse, findFirstUse, givesBack, makingSpan } from '../../../src/kit/concurrency/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

/** The first uses of a file, with what the family says of each. */
async function firstUses<T>(
  content: string,
  say: (use: FirstUse, text: (span: { start: number; end: number }) => string) => T,
) {
  const { model } = await fixtureOf('app/bus.py', content);
  const text = (span: { start: number; end: number }) => model.source.text.slice(span);
  return nodesOf(model.source.module, 'Assign').flatMap((assignment) => {
    const use = findFirstUse(assignment, model);
    return use === undefined ? [] : [say(use, text)];
  });
}

const getter = (body: string) =>
  `_bus = None\n_by_name = {}\n\ndef get(name):\n    global _bus\n    ${body.replaceAll('\n', '\n    ')}\n`;

describe('makingSpan', () => {
  it.each([
    ['if _bus is None:\n    opened = Bus()\n    _bus = opened\nreturn _bus', 'opened = Bus()\n        _bus = opened'],
    ['if _bus is not None:\n    return _bus\n_bus = Bus()\nreturn _bus', '\n    _bus = Bus()\n    return _bus'],
    ['_bus = _bus or Bus()\nreturn _bus', '_bus = _bus or Bus()'],
  ])('%s', async (body, making) => {
    expect(await firstUses(getter(body), (use, text) => text(makingSpan(use)))).toEqual([making]);
  });
});

describe('givesBack', () => {
  it.each([
    ['if _bus is None:\n    _bus = Bus()\nreturn _bus', true],
    ['if _bus is None:\n    _bus = Bus()', false],
    ['if _bus is None:\n    _bus = Bus()\nreturn _bus.name', false],
  ])('%s', async (body, gives) => {
    const { model } = await fixtureOf('app/bus.py', getter(body));
    const uses = nodesOf(model.source.module, 'Assign').flatMap((each) => findFirstUse(each, model) ?? []);
    expect(uses.map((use) => givesBack(use, model))).toEqual([gives]);
  });
});
