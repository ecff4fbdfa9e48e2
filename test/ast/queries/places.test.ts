import { describe, expect, it } from 'vitest';
import { blockAround, blocksOf, commentsWithin, type Node, statementsBefore } from '../../../src/ast/index.ts';
import { nodeOf, nodesOf, parse } from '../parse-python.ts';

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
    const last = nodesOf(source, 'Expr').find(({ value }) => value.kind === 'Name' && value.id === 'e');
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
