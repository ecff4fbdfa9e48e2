import { describe, expect, it } from 'vitest';
import { boundTarget, type Call } from '../../../src/ast/index.ts';
import { nodeOf, parse } from '../parse-python.ts';

function targetIn(source: string): string | undefined {
  const call: Call = nodeOf(source, 'Call');
  const target = boundTarget(call);
  return target === undefined ? undefined : parse(source).text.slice(target);
}

describe('boundTarget', () => {
  it.each([
    ['task = make()', 'task'],
    ['self.task = await make()', 'self.task'],
    ['tasks["a"]: Task = make()', 'tasks["a"]'],
    ['first, second = make()', 'first, second'],
  ])('of %s', (source, target) => {
    expect(targetIn(source)).toBe(target);
  });

  it.each(['make()', 'a = b = make()', 'a = [make()]', 'a += make()', 'make().field = 1', 'a = make() or b'])(
    'is none in %s',
    (source) => {
      expect(targetIn(source)).toBeUndefined();
    },
  );
});
