import { describe, expect, it } from 'vitest';
import { ancestors, nodesOf } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';

const parser = await loadPythonParser();

describe('ancestors', () => {
  const { module } = parser.parse('class Till:\n    def pay(self):\n        if self.open:\n            book(1)\n');
  const [call] = nodesOf(module, 'Call');

  it('are nearest first, without the node, up to the module', () => {
    const kinds = call === undefined ? [] : [...ancestors(call)].map(({ kind }) => kind);
    expect(kinds).toEqual(['Expr', 'If', 'FunctionDef', 'ClassDef', 'Module']);
    expect([...ancestors(module)]).toEqual([]);
  });

  it('of one node are asked for twice at the same time', () => {
    const pairs: string[] = [];
    if (call === undefined) throw new Error('no call');
    for (const outer of ancestors(call)) {
      for (const inner of ancestors(call)) {
        if (inner.kind === 'FunctionDef') break;
        pairs.push(`${outer.kind} ${inner.kind}`);
      }
    }
    expect(pairs).toHaveLength(10);
  });
});
