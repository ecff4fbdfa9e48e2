import { describe, expect, it } from 'vitest';
import { isEndless } from '../../../src/ast/index.ts';
import { nodeOf } from '../parse-python.ts';

describe('isEndless', () => {
  it.each(['True', '1', 'self._running', 'not self.closed', 'not stop.is_set()', 'not self._shutting_down'])(
    'while %s',
    (test) => {
      expect(isEndless(nodeOf(`while ${test}: pass`, 'While'))).toBe(true);
    },
  );

  it.each(['False', '0', 'rows', 'self.rows', 'running', 'x < 3', 'queue.get()'])('not while %s', (test) => {
    expect(isEndless(nodeOf(`while ${test}: pass`, 'While'))).toBe(false);
  });
});
