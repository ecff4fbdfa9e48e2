import { describe, expect, it } from 'vitest';
import { isPresenceTested, nodesOf, presenceTested } from '../../../src/ast/index.ts';
import { expression, parse } from '../parse-python.ts';

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

describe('isPresenceTested', () => {
  const isTested = (source: string): boolean | undefined =>
    nodesOf(parse(source).module, 'Name').flatMap((name) => (name.id === 'found' ? isPresenceTested(name) : []))[0];

  it.each([
    'if found: pass',
    'if ready and found: pass',
    'if not (ready or found): pass',
    'if ready and (late or found) and now: pass',
    'send(found or fallback)',
    'found and send()',
    'x = 1 if found is None else 2',
    '[a for a in b if found]',
  ])('%s', (source) => expect(isTested(source)).toBe(true));

  it.each([
    'send(fallback or found)',
    'x = ready and found',
    'send(found)',
    'if send(ready and found): pass',
    '-found',
  ])('not: %s', (source) => expect(isTested(source)).toBe(false));
});
