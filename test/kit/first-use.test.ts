import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { classNamed, findFirstUse } from '../../src/kit/concurrency/index.ts';
import { fixtureOf } from '../semantics/expectations.ts';

/** `what | test | function` of each first use in a text. */
async function firstUsesIn(content: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/bus.py', content);
  const { module, text } = model.source;
  return nodesOf(module, 'Assign').flatMap((assignment) => {
    const use = findFirstUse(assignment, model);
    return use === undefined ? [] : [`${text.slice(use.target)} | ${text.slice(use.test)} | ${use.fn.name}`];
  });
}

describe('findFirstUse', () => {
  it.each([
    [
      '_bus = None\ndef bus():\n    global _bus\n    if _bus is None:\n        _bus = Bus()\n    return _bus\n',
      '_bus | _bus is None | bus',
    ],
    [
      '_bus = None\ndef bus():\n    global _bus\n    if not _bus:\n        _bus = Bus()\n    return _bus\n',
      '_bus | not _bus | bus',
    ],
    [
      '_bus = None\ndef bus():\n    global _bus\n    if _bus is not None:\n        return _bus\n    _bus = Bus()\n    return _bus\n',
      '_bus | _bus is not None | bus',
    ],
    [
      '_bus = None\ndef bus():\n    global _bus\n    if _bus:\n        pass\n    else:\n        _bus = Bus()\n    return _bus\n',
      '_bus | _bus | bus',
    ],
    [
      '_bus = None\ndef bus():\n    global _bus\n    _bus = _bus or Bus()\n    return _bus\n',
      '_bus | _bus or Bus() | bus',
    ],
    [
      '_bus = None\ndef bus():\n    global _bus\n    _bus = Bus() if _bus is None else _bus\n    return _bus\n',
      '_bus | _bus is None | bus',
    ],
    [
      '_buses = {}\ndef bus(name):\n    if name not in _buses:\n        _buses[name] = Bus()\n    return _buses[name]\n',
      '_buses[name] | name not in _buses | bus',
    ],
    [
      'class Bus:\n    @classmethod\n    def get(cls):\n        if not hasattr(cls, "_one"):\n            cls._one = cls()\n        return cls._one\n',
      'cls._one | not hasattr(cls, "_one") | get',
    ],
  ])('%j', async (content, expected) => {
    expect(await firstUsesIn(content)).toEqual([expected]);
  });

  it.each([
    ['a local', 'def bus():\n    bus = None\n    if bus is None:\n        bus = Bus()\n    return bus\n'],
    [
      'an attribute of one object',
      'class Hub:\n    def bus(self):\n        if self._bus is None:\n            self._bus = Bus()\n        return self._bus\n',
    ],
    ['a binding without a test', '_bus = None\ndef start():\n    global _bus\n    _bus = Bus()\n'],
    [
      'a test of something else',
      '_bus = None\ndef start(on):\n    global _bus\n    if on is None:\n        _bus = Bus()\n',
    ],
    [
      'a binding where the value is there',
      '_bus = None\ndef renew():\n    global _bus\n    if _bus is not None:\n        _bus = Bus()\n',
    ],
  ])('%s is none', async (_name, content) => {
    expect(await firstUsesIn(content)).toEqual([]);
  });
});

describe('classNamed', () => {
  it.each([
    ['class Bus:\n    @classmethod\n    def get(cls):\n        cls.one = 1\n', 'Bus'],
    ['class Bus:\n    def __new__(cls):\n        cls.one = 1\n', 'Bus'],
    ['class Bus:\n    def get(self):\n        Bus.one = 1\n', 'Bus'],
    ['class Bus:\n    def get(self):\n        self.one = 1\n', undefined],
    ['def renew(bus):\n    bus.one = 1\n', undefined],
  ])('%j', async (content, expected) => {
    const { model } = await fixtureOf('app/bus.py', content);
    const [store] = model.names.attributeStores;
    const fn = store === undefined ? undefined : model.context.defAround(store);
    if (store === undefined || fn === undefined) throw new Error('the text stores no attribute');
    expect(classNamed(store.value, fn, model)?.name).toBe(expected);
  });
});
