/** Code of others that never ends is stopped, and not called again. */
import { expect, it } from 'vitest';
import { boundedCalls } from '../../src/plugins/bounded-call.ts';

const forever = (): never => {
  for (;;);
};

it('gives what a call gives, and throws what it throws', () => {
  const bounded = boundedCalls();
  expect(bounded(() => bounded(() => 1, 1000) + 1, 1000)).toBe(2);
  expect(bounded(() => undefined, 1000)).toBe(undefined);
  const failure = new Error('of the rule');
  expect(() => bounded(() => fail(failure), 1000)).toThrow(failure);
  expect(bounded(() => 'still run', 1000)).toBe('still run');
});

it('stops a call that does not end, whatever it catches, and calls the rule no more', () => {
  const bounded = boundedCalls();
  const stubborn = (): void => {
    try {
      forever();
    } catch {
      forever();
    }
  };
  const reported = 'it was stopped after 0.05 seconds and is not run again';
  expect(() => bounded(stubborn, 50)).toThrow(reported);
  let isCalled = false;
  expect(() => bounded(() => (isCalled = true), 1000)).toThrow(reported);
  expect(isCalled).toBe(false);
  expect(boundedCalls()(() => 'another rule', 1000)).toBe('another rule');
});

function fail(error: Error): never {
  throw error;
}
