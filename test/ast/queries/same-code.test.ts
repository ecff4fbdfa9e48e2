import { expect, it } from 'vitest';
import { isSameCode } from '../../../src/ast/index.ts';
import { parse } from '../parse-python.ts';

const isSame = (one: string, other: string): boolean => isSameCode(parse(one).module.body, parse(other).module.body);

it.each([
  ['ship(order)  # at once', 'ship( order )'],
  ['if a:\n    x()\nelse:\n    y()', 'if a:\n\n    x()\nelse:\n    y()'],
])('%j is the same code as %j', (one, other) => expect(isSame(one, other)).toBe(true));

it.each([
  ['ship(order)', 'ship(orders)'],
  ['ship(1)', 'ship("1")'],
  ['if a:\n    x()\n    y()\nelse:\n    z()', 'if a:\n    x()\nelse:\n    y()\n    z()'],
  ['if a:\n    x()\ny()', 'if a:\n    x()\n    y()'],
  ['for a in b:\n    x()\nelse:\n    y()', 'for a in b:\n    x()\n    y()'],
  ['ship({**a, b: c})', 'ship({b: c, **a})'],
  ['part[a:]', 'part[:a]'],
  ['ship(a, *b)', 'ship(*a, b)'],
  ['def f(a, b, /): ...', 'def f(a, /, b): ...'],
  ['def f(*, a, b=1): ...', 'def f(*, a=1, b): ...'],
  ['ship(f"{a}")', 'ship(f"{a!r}")'],
])('%j is not the same code as %j', (one, other) => expect(isSame(one, other)).toBe(false));
