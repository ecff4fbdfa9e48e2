import { expect, it } from 'vitest';
import { lateConstructionOf } from '../../../../rules/errors/argument-lost-before-init/late-construction.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The method that makes `self.sink`, by what is in the class. */
async function builderIn(...body: readonly string[]): Promise<string | undefined> {
  const code = ['class Player:', ...body.map((line) => `    ${line}`)].join('\n');
  const { model } = await fixtureOf('app/player.py', `${code}\n`);
  const attribute = nodesOf(model.source.module, 'Attribute').find(({ attr }) => attr === 'sink');
  if (attribute === undefined) throw new Error('no attribute');
  return lateConstructionOf(attribute, model)?.builder.name;
}

const START = ['def __init__(self):', '    self.sink = None'];

it.each([
  ['by a method', ['def play(self):', '    self.sink = Sink()']],
  ['the first time it is asked', ['def play(self):', '    if self.sink is None:', '        self.sink = Sink()']],
  [
    'behind a test for it',
    ['async def play(self):', '    if self.sink:', '        return', '    self.sink = await open()'],
  ],
])('is made %s', async (_, body) => expect(await builderIn(...START, ...body)).toBe('play'));

it.each([
  [
    'one of two methods',
    [...START, 'def play(self):', '    self.sink = Sink()', 'def stop(self):', '    self.sink = Null()'],
  ],
  ['who hands it in', [...START, 'def attach(self, sink):', '    self.sink = sink']],
  ['a condition of its own', [...START, 'def play(self):', '    if self.loud:', '        self.sink = Sink()']],
  ['a return above', [...START, 'def play(self):', '    if self.mute:', '        return', '    self.sink = Sink()']],
  ['the making of the object', [...START, '    self._open()', 'def _open(self):', '    self.sink = Sink()']],
  ['nobody', START],
])('hangs on %s', async (_, body) => expect(await builderIn(...body)).toBeUndefined());
