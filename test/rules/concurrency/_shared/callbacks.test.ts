import { describe, expect, it } from 'vitest';
import {
  callbackUsedIn,
  isCallback,
  isCallbackName,
  isKeptFromCaller,
} from '../../../../rules/concurrency/_shared/callbacks.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { nodeOf } from '../../../ast/parse-python.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

describe('isCallbackName', () => {
  it.each(['callback', 'done_callback', 'on_event', 'handler', 'continue_fn', '_hook'])('%s', (name) => {
    expect(isCallbackName(name)).toBe(true);
  });
  it.each(['client', 'functional', 'on', 'handlers', 'unhook_all'])('not %s', (name) => {
    expect(isCallbackName(name)).toBe(false);
  });
});

describe('isCallback', () => {
  it.each([
    ['notify: Callable[[int], None]', true],
    ['notify: "int"', false],
    ['notify: typing.Optional[typing.Callable]', true],
    ['on_done', true],
    ['client', false],
  ])('%s', (parameter, is) => {
    expect(isCallback(nodeOf(`def f(${parameter}): pass`, 'arg'))).toBe(is);
  });
});

describe('callbackUsedIn', () => {
  it.each([
    ['def f(client, on_end):\n    start(on_end)\n', 'on_end'],
    ['def f(client, on_end):\n    start(lambda: on_end(1))\n', 'on_end'],
    ['def f(client, on_end):\n    start(client)\n    on_end(1)\n', undefined],
    ['def f(client):\n    start(client)\n', undefined],
  ])('%s', async (code, name) => {
    const { model } = await fixtureOf('app/feed.py', code);
    const [fn] = nodesOf(model.source.module, 'FunctionDef');
    const start = nodesOf(model.source.module, 'Call').find(({ func }) => model.source.text.slice(func) === 'start');
    if (fn === undefined || start === undefined) throw new Error('nothing starts');
    expect(callbackUsedIn([start], fn, model)?.arg).toBe(name);
  });
});

const FEED = `
class Feed:
    def __init__(self, on_event, client):
        self.on_event = on_event
        self.on_end = None
        self.clock = time.monotonic
        self.listeners = []
        self.checks = [self.check]

    def until(self, on_end):
        self.on_end = on_end

    def subscribe(self, listener):
        self.listeners.append(listener)

    def run(self):
        self.on_event(1)
        self.on_end(1)
        self.clock(1)
        self.check(1)
        for listener in list(self.listeners):
            listener(1)
        for check in self.checks:
            check(1)
`;

describe('isKeptFromCaller', () => {
  it.each([
    ['self.on_event(1)', true],
    ['self.on_end(1)', true],
    ['listener(1)', true],
    ['self.clock(1)', false],
    ['self.check(1)', false],
    ['check(1)', false],
  ])('%s', async (code, is) => {
    const { model } = await fixtureOf('app/feed.py', FEED);
    const call = nodesOf(model.source.module, 'Call').find((each) => model.source.text.slice(each) === code);
    if (call === undefined) throw new Error(`no ${code}`);
    expect(isKeptFromCaller(call.func, model)).toBe(is);
  });
});
