import { openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shortageOf } from '../../src/cli/shortage.ts';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: something, open 'x'`), { code });

describe('what the system has too little of', () => {
  it.each([
    [systemError('EMFILE'), 'too many files are open: raise the limit (`ulimit -n`)'],
    [systemError('ENFILE'), 'too many files are open: raise the limit (`ulimit -n`)'],
    [systemError('ENOMEM'), 'out of memory: give the process more memory, or scan with fewer `--jobs`'],
    [
      new RangeError('Array buffer allocation failed'),
      'out of memory: give the process more memory, or scan with fewer `--jobs`',
    ],
  ])('is told of %s', (error, sentence) => {
    expect(shortageOf(error)).toBe(sentence);
  });

  it('is nothing of what else goes wrong', () => {
    const failing = (): unknown => {
      try {
        return openSync('/nowhere/at/all', 'r');
      } catch (error) {
        return error;
      }
    };
    for (const error of [failing(), new RangeError('Invalid array length'), new TypeError('x'), 'text'])
      expect(shortageOf(error)).toBeUndefined();
  });
});
