import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import {
  classNamed,
  type FirstUse,
  findFirstUse,
  makingSpan,
  returnsValue,
} from '../../../src/kit/concurrency/index.ts';
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

/** `what | test | function`. */
const describeUse = ({ target, test, fn }: FirstUse, text: (span: { start: number; end: number }) => string): string =>
  `${text(target)} | ${text(test)} | ${fn.name}`;

const getter = (body: string) =>
  `_bus = None\n_by_name = {}\n\ndef get(name):\n    global _bus\n    ${body.replaceAll('\n', '\n    ')}\n`;

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
    expect(await firstUses(content, describeUse)).toEqual([expected]);
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
    expect(await firstUses(content, describeUse)).toEqual([]);
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

describe('makingSpan', () => {
  it.each([
    ['if _bus is None:\n    opened = Bus()\n    _bus = opened\nreturn _bus', 'opened = Bus()\n        _bus = opened'],
    ['if _bus is not None:\n    return _bus\n_bus = Bus()\nreturn _bus', '\n    _bus = Bus()\n    return _bus'],
    ['_bus = _bus or Bus()\nreturn _bus', '_bus = _bus or Bus()'],
  ])('%s', async (body, making) => {
    expect(await firstUses(getter(body), (use, text) => text(makingSpan(use)))).toEqual([making]);
  });
});

describe('returnsValue', () => {
  it.each([
    ['if _bus is None:\n    _bus = Bus()\nreturn _bus', true],
    ['if _bus is None:\n    _bus = Bus()', false],
    ['if _bus is None:\n    _bus = Bus()\nreturn _bus.name', false],
  ])('%s', async (body, gives) => {
    const { model } = await fixtureOf('app/bus.py', getter(body));
    const uses = nodesOf(model.source.module, 'Assign').flatMap((each) => findFirstUse(each, model) ?? []);
    expect(uses.map((use) => returnsValue(use, model))).toEqual([gives]);
  });
});
