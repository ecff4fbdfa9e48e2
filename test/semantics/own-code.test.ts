import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/ast/index.ts';
import { callsWithin, firstSuspension, holdsInOwnCode } from '../../src/semantics/effects/calls-within.ts';
import { parse } from '../ast/parse-python.ts';

const source =
  'def run():\n    first(second())\n    def later():\n        raise third()\n    return lambda: fourth()\n';

describe('the code that runs when a function runs', () => {
  const { module } = parse(source);
  const body = module.body[0]?.kind === 'FunctionDef' ? module.body[0].body : [];

  it('has its calls, nested functions left out', () => {
    const names = callsWithin(body).map(({ func }) => (func.kind === 'Name' ? func.id : ''));
    expect(names).toEqual(['first', 'second']);
    expect(callsWithin(module.body), 'a function alone stands for its body').toHaveLength(2);
  });

  it('holds what stands in it, and not what stands in nested functions', () => {
    const isKind = (kind: Node['kind']) => (node: Node) => node.kind === kind;
    expect(holdsInOwnCode(body, isKind('Call'))).toBe(true);
    expect(holdsInOwnCode(body, isKind('Lambda'))).toBe(true);
    expect(holdsInOwnCode(body, isKind('Raise'))).toBe(false);
    expect(holdsInOwnCode([], () => true)).toBe(false);
  });
});

describe('the first place at which a coroutine waits', () => {
  const text = 'async def run():\n    def later(): yield 1\n    await a()\n    async with b():\n        await c()\n';
  const { module } = parse(text);
  const body = module.body[0]?.kind === 'AsyncFunctionDef' ? module.body[0].body : [];
  const found = (from?: number): string | undefined => {
    const wait = firstSuspension(body, from);
    return wait && text.slice(wait.start, wait.end).split('\n', 1)[0];
  };

  it('is in its own code', () => expect(found()).toBe('await a()'));
  it('stands behind an offset', () => {
    expect(found(text.indexOf('async with'))).toBe('async with b():');
    expect(found(text.indexOf('b()'))).toBe('await c()');
    expect(found(text.length)).toBeUndefined();
  });
});
