import { describe, expect, it } from 'vitest';
import {
  blockAround,
  blocksOf,
  type Call,
  commentsWithin,
  findNode,
  holds,
  identifiersOf,
  type Node,
  nodesOf,
  statementsBefore,
  walk,
} from '../../../src/ast/index.ts';
import { nodeOf, nodesOf as nodesIn, parse } from '../parse-python.ts';

describe('blocks', () => {
  it.each([
    ['if a: b\nelse: c', 'If', ['b', 'c']],
    ['for a in b: c', 'For', ['c', '']],
    ['while a: b\nelse: c', 'While', ['b', 'c']],
    ['with a: b', 'With', ['b']],
    ['try: a\nexcept b: c\nelse: d\nfinally: e', 'Try', ['a', 'd', 'e']],
    ['try: a\nexcept b: c', 'ExceptHandler', ['c']],
    ['match a:\n  case 1: b', 'Match', []],
    ['match a:\n  case 1: b', 'match_case', ['b']],
    ['def f(): a; b', 'FunctionDef', ['a b']],
    ['class A: b', 'ClassDef', ['b']],
  ] as const)('of %j', (source, kind, blocks) => {
    const names = (node: Node): string => (node.kind === 'Expr' && node.value.kind === 'Name' ? node.value.id : '?');
    expect(blocksOf(nodeOf(source, kind)).map((block) => block.map(names).join(' '))).toEqual(blocks);
  });

  it('around a statement, and what stands before it there', () => {
    const source = 'x\nif a:\n    b\n    c\nelse:\n    d\n    e\n';
    const last = nodesIn(source, 'Expr').find(({ value }) => value.kind === 'Name' && value.id === 'e');
    expect(last && blockAround(last)).toHaveLength(2);
    expect(last && statementsBefore(last)).toMatchObject([{ value: { id: 'd' } }]);
  });

  it('is empty around what is no statement of its parent', () => {
    expect(blockAround(nodeOf('x = f(1)', 'Call'))).toEqual([]);
    expect(blockAround(nodeOf('f = lambda: g()', 'Call'))).toEqual([]);
    expect(blockAround(nodeOf('x', 'Module'))).toEqual([]);
  });
});

describe('commentsWithin', () => {
  it('gives those inside and the one behind the last line', () => {
    const source = '# above\nif a:\n    # inside\n    b  # behind\n# below\n';
    const parsed = parse(source);
    const texts = commentsWithin(parsed, parsed.module.body[0] ?? parsed.module).map(({ text }) => text);
    expect(texts).toEqual(['# inside', '# behind']);
  });

  it('gives none where there are none', () => {
    const parsed = parse('a\nb\n');
    expect(commentsWithin(parsed, parsed.module)).toEqual([]);
  });
});

describe('nodesOf', () => {
  it('lists each node under its kind, in the order of walk', () => {
    const { module } = parse('x = f(a, g(b))\nfor y in h(): pass\n');
    const calls = nodesOf(module, 'Call');
    const walked: Node[] = [];
    walk(module, (node) => {
      if (node.kind === 'Call') walked.push(node);
    });
    expect(calls).toEqual(walked);
    expect(calls).toHaveLength(3);
    expect(nodesOf(module, 'While')).toEqual([]);
  });
});

describe('holds', () => {
  it('finds a node anywhere below, and the root itself', () => {
    const call = nodeOf('f(a, [x for x in g()])', 'Call');
    expect(holds(call, (node) => node === call)).toBe(true);
    expect(holds(call, ({ kind }) => kind === 'comprehension')).toBe(true);
    expect(holds(call, ({ kind }) => kind === 'Await')).toBe(false);
  });

  it('looks no further than the first, in source order', () => {
    const seen: string[] = [];
    const { body } = parse('a\nb\nc\n').module;
    const found = holds(body, (node) => {
      if (node.kind === 'Name') seen.push(node.id);
      return node.kind === 'Name' && node.id === 'b';
    });
    expect([found, seen]).toEqual([true, ['a', 'b']]);
    expect(holds([], () => true)).toBe(false);
  });
});

describe('findNode', () => {
  it('gives the first of its kind, the outer before the inner', () => {
    const { module } = parse('x = 1\nf(g())\nh()\n');
    const isCall = (node: Node): node is Call => node.kind === 'Call';
    expect(findNode(module, isCall)).toMatchObject({ func: { id: 'f' } });
    expect(findNode(module.body[0] ?? module, isCall)).toBeUndefined();
  });
});

describe('identifiersOf', () => {
  it('gives names, attributes, keywords and the parts of imports', () => {
    const { module } = parse('import os.path as p\nfrom a.b import c as d\nx.y = f(k=1, **z)\n');
    expect([...identifiersOf(module)].sort()).toEqual(['a', 'b', 'c', 'f', 'k', 'os', 'path', 'x', 'y', 'z']);
  });

  it('gives no text, no comment and no parameter', () => {
    const { module } = parse('def run(task): "load"  # torch\n');
    expect([...identifiersOf(module)]).toEqual([]);
  });
});
