import { describe, expect, it } from 'vitest';
import { presenceTested } from '../../../src/ast/index.ts';
import { expression } from '../parse-python.ts';

describe('presenceTested', () => {
  it.each([
    ['queue', true],
    ['self.queue', true],
    ['self.queue is not None', true],
    ['queue != None', true],
    ['not self.queue', false],
    ['queue is None', false],
    ['queue == None', false],
    ['queue is other', undefined],
    ['queue and ready', undefined],
    ['not queue()', undefined],
    ['0 < queue is None', undefined],
  ])('%s', (source, isPresent) => expect(presenceTested(expression(source))?.isPresent).toBe(isPresent));

  it('names what is tested', () => {
    expect(presenceTested(expression('self.queue is None'))?.subject.kind).toBe('Attribute');
  });
});
