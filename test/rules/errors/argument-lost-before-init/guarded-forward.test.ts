import { describe, expect, it } from 'vitest';
import { guardedForwardOf } from '../../../../rules/errors/argument-lost-before-init/guarded-forward.ts';
import { nodeOf } from '../../../ast/parse-python.ts';

function forwardIn(...body: readonly string[]): string | undefined {
  const fn = nodeOf(['def set_volume(self, volume):', ...body].join('\n    '), 'FunctionDef');
  return guardedForwardOf(fn)?.owner.attr;
}

describe('guardedForwardOf', () => {
  it.each([
    ['an if', ['"""Louder."""', 'if self.sink is not None:', '    self.sink.set(volume)']],
    ['a plain if', ['if self.sink:', '    await self.sink.set(volume)']],
    ['a return above', ['if not self.sink:', '    return', 'self.sink.set(volume)']],
    ['a return of None above', ['if self.sink is None:', '    return None', 'self.sink.set(volume)']],
    ['and', ['self.sink and self.sink.set(volume)']],
    ['a conditional', ['self.sink.set(volume) if self.sink is not None else None']],
  ])('sees %s', (_, body) => expect(forwardIn(...body)).toBe('sink'));

  it.each([
    ['keeps it too', ['self.volume = volume', 'if self.sink:', '    self.sink.set(volume)']],
    ['does something else', ['if self.sink:', '    self.sink.set(volume)', 'else:', '    self.later = volume']],
    ['asks another', ['if self.ready:', '    self.sink.set(volume)']],
    ['raises', ['if self.sink is None:', '    raise Missing', 'self.sink.set(volume)']],
    ['is handed the object', ['if volume:', '    volume.set(1)']],
    ['calls without asking', ['self.sink.set(volume)']],
    ['hands on where it is missing', ['if self.sink is None:', '    self.sink.set(volume)']],
  ])('leaves out a method that %s', (_, body) => expect(forwardIn(...body)).toBeUndefined());
});
