import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { classNamed, type FirstUse, findFirstUse, givesBack, makingSpan } from '../../../src/kit/index.ts';
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

describe('findFirstUse', () => {
  it.each([
    ['if _bus is None:\n    _bus = Bus()', '_bus is None'],
    ['if not _bus:\n    _bus = Bus()', 'not _bus'],
    ['if _bus is not None:\n    return _bus\n_bus = Bus()', '_bus is not None'],
    ['if _bus is not None:\n    pass\nelse:\n    _bus = Bus()', '_bus is not None'],
    ['_bus = _bus or Bus()', '_bus or Bus()'],
    ['_bus = Bus() if _bus is None else _bus', '_bus is None'],
    ['if name not in _by_name:\n    _by_name[name] = Bus()', 'name not in _by_name'],
  ])('%s', async (body, test) => {
    expect(await firstUses(getter(body), (use, text) => text(use.test))).toEqual([test]);
  });

  it.each([
    'if _bus is not None:\n    _bus = Bus()',
    'if name:\n    _bus = Bus()',
    '_bus = Bus()',
    'local = None\nif local is None:\n    local = Bus()',
    'name.bus = name.bus or Bus()',
  ])('none in %s', async (body) => {
    expect(await firstUses(getter(body), () => 'found')).toEqual([]);
  });
});

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

describe('classNamed', () => {
  const code = `class Bus:
    def __new__(cls): return (cls,)
    @classmethod
    def shared(cls): return (cls,)
    def own(cls): return (cls,)
    @staticmethod
    def loose(cls): return (Bus,)
`;
  it.each([
    ['__new__', 'Bus'],
    ['shared', 'Bus'],
    ['own', undefined],
    ['loose', 'Bus'],
  ])('in %s', async (name, expected) => {
    const { model } = await fixtureOf('app/bus.py', code);
    const fn = nodesOf(model.source.module, 'FunctionDef').find((each) => each.name === name);
    const [returned] = fn?.body ?? [];
    const tuple = returned?.kind === 'Return' ? returned.value : undefined;
    const [owner] = tuple?.kind === 'Tuple' ? tuple.elts : [];
    if (fn === undefined || owner === undefined) throw new Error(`${name} returns no class`);
    expect(classNamed(owner, fn, model)?.name).toBe(expected);
  });
});
