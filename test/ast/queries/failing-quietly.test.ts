import { describe, expect, it } from 'vitest';
import { isInFinally, purposeOf } from '../../../src/ast/index.ts';
import { nodeOf, nodesOf } from '../parse-python.ts';

describe('purposeOf', () => {
  it.each([
    ['close_all', 'clean-up'],
    ['_shutdown', 'clean-up'],
    ['__del__', 'clean-up'],
    ['__exit__', 'clean-up'],
    ['stop', 'clean-up'],
    ['clean_up_files', 'clean-up'],
    ['is_running', 'question'],
    ['_has_gpu', 'question'],
    ['closest', undefined],
    ['load', undefined],
    ['island', undefined],
    ['backstop', undefined],
    ['__init__', undefined],
  ])('%s', (name, purpose) => {
    expect(purposeOf(nodeOf(`def ${name}(self):\n    pass\n`, 'FunctionDef'))).toBe(purpose);
  });
});

describe('isInFinally', () => {
  it('is true in the finally only, and not in functions inside it', () => {
    const code =
      'try:\n    a()\nexcept OSError:\n    b()\nelse:\n    c()\nfinally:\n    if x:\n        d()\n    def f():\n        e()\n';
    expect(nodesOf(code, 'Call').map(isInFinally)).toEqual([false, false, false, true, false]);
  });
});
