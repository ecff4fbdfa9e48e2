import { describe, expect, it } from 'vitest';
import { leavesLockingToCallers } from '../../../../rules/concurrency/unlocked-shared-counter/locked-callers.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const CODE = `
import threading

class Meter:
    def __init__(self):
        self._lock = threading.Lock()

    def add(self):
        with self._lock:
            self.count()

    def count(self):
        self.bump()

    def bump(self):
        self.total += 1

    def reset(self):
        self.clear()

    def clear(self):
        self.total = 0

    def again(self):
        self.again()

    def watch(self, bus):
        def on_event():
            self.total += 1

        def local():
            self.total += 1

        bus.subscribe(on_event)
        local()
`;

describe('leavesLockingToCallers', () => {
  it.each([
    ['count', true],
    ['bump', true],
    ['on_event', true],
    ['add', false],
    ['clear', false],
    ['again', false],
    ['local', false],
  ])('%s', async (name, leaves) => {
    const { model } = await fixtureOf('app/meter.py', CODE);
    const fn = nodesOf(model.source.module, 'FunctionDef').find((each) => each.name === name);
    expect(fn && leavesLockingToCallers(fn, model)).toBe(leaves);
  });
});
