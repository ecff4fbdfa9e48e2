import { expect, it } from 'vitest';
import { moduleRebindings } from '../../../../rules/imports/stale-config-import/module-rebindings.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function rebindings(content: string): Promise<string[]> {
  const { model } = await fixtureOf('desk/settings.py', content);
  return moduleRebindings(model).map(({ name, module, by }) => `${by.name}: ${module ?? 'own'} ${name}`);
}

it.each([
  ['LIMIT = 1\ndef reload():\n    global LIMIT\n    LIMIT = 2\n', ['reload: own LIMIT']],
  ['from desk import flags\ndef enable():\n    flags.DEBUG = True\n', ['enable: desk.flags DEBUG']],
  ['import desk.flags\ndef enable():\n    setattr(desk.flags, "DEBUG", True)\n', ['enable: desk.flags DEBUG']],
  ['import sys\ndef enable():\n    setattr(sys.modules[__name__], "DEBUG", 1)\n', ['enable: own DEBUG']],
  ['def enable():\n    globals()["DEBUG"] = 1\n', ['enable: own DEBUG']],
])('finds what %j binds again', async (content, expected) => {
  expect(await rebindings(content)).toEqual(expected);
});

it.each([
  ['a name that only the function binds', 'def start():\n    global CLIENT\n    CLIENT = 1\n'],
  ['what is done while the module is made', 'from desk import flags\nflags.DEBUG = True\nglobals()["LIMIT"] = 1\n'],
  ['what is deleted', 'LIMIT = 1\ndef drop():\n    global LIMIT\n    del LIMIT\n'],
  [
    'attributes of objects',
    'class Desk:\n    def open(self, room):\n        self.room = room\n        room.desk = self\n',
  ],
  ['what is read', 'def limit():\n    return globals()["LIMIT"]\n'],
  [
    'what a `finally` puts back',
    'LIMIT = 1\ndef lifted():\n    global LIMIT\n    old = LIMIT\n    LIMIT = 2\n    try:\n        yield\n    finally:\n        LIMIT = old\n',
  ],
  ['names that are computed', 'import desk.flags\ndef set_flag(name):\n    setattr(desk.flags, name, 1)\n'],
])('passes over %s', async (_, content) => {
  expect(await rebindings(content)).toEqual([]);
});
