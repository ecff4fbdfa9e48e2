import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/ast/index.ts';
import { callsWithin, holdsInOwnCode } from '../../src/semantics/effects/calls-within.ts';
import { parse } from '../ast/parse-python.ts';

const source =
  'def run():\n    first(second())\n    def later():\n        raise third()\n    return lambda: fourth()\n';

describe('the code that runs when a function runs', () => {
  const { module } = parse(source);
  const body = module.body[0]?.kind === 'FunctionDef' ? module.body[0].body : [];

  it('has its calls, nested functions left out', () => {
    const names = callsWithin(body).map(({ func }) => (func.kind === 'Name' ? func.id : ''));
    expect(names).toEqual(['first', 'second']);
    expect(callsWithin(module.body)).toEqual([]);
  });

  it('holds what stands in it, and not what stands in nested functions', () => {
    const isKind = (kind: Node['kind']) => (node: Node) => node.kind === kind;
    expect(holdsInOwnCode(body, isKind('Call'))).toBe(true);
    expect(holdsInOwnCode(body, isKind('Lambda'))).toBe(true);
    expect(holdsInOwnCode(body, isKind('Raise'))).toBe(false);
    expect(holdsInOwnCode([], () => true)).toBe(false);
  });
});
