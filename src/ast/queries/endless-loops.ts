import type { While } from '../nodes.generated.ts';

/** Runs until its process or object ends: `while True`, `while 1`, `while not stop.is_set()`, `while self._running`. */
export function isEndless({ test }: While): boolean {
  if (test.kind === 'Constant') {
    return (test.value.kind === 'bool' && test.value.value) || (test.value.kind === 'int' && test.value.value !== 0n);
  }
  const tested = test.kind === 'UnaryOp' && test.op === 'Not' ? test.operand : test;
  if (tested.kind === 'Call') return tested.func.kind === 'Attribute' && tested.func.attr === 'is_set';
  return tested.kind === 'Attribute' && LIFE_WORDS.test(tested.attr);
}

const LIFE_WORDS = /run|stop|clos|shut|active|alive|done|exit/i;
