import { describe, expect, it } from 'vitest';
import { type Node, walk } from '../../src/ast/index.ts';
import { nodesOf, parse } from './parse-python.ts';

const kinds = (source: string): string[] => parse(source).module.body.map((statement) => statement.kind);
const gapsOf = (source: string): string[] => {
  const { gaps, text } = parse(source);
  return gaps.map((gap) => text.slice(gap));
};

describe('what the grammar or Python 3 cannot read', () => {
  it.each([
    ['print "text"\n'],
    ['print a, b\n'],
    ['exec "code"\n'],
    ['exec code in scope\n'],
    ['raise Error, "text"\n'],
    ['x = 1 2\n'],
    ['x = (1 +\n'],
    ['x = y = z += 1\n'],
    ['import a b\n'],
    ['from a import (b\n'],
  ])('%j becomes one statement that rules can ignore', (source) => {
    expect(kinds(source)).toEqual(['UnparsedStmt']);
    expect(gapsOf(source).length).toBeGreaterThan(0);
  });

  it.each([
    ['x = `a`\n', '`a`'],
    ['x = 0777\n', '0777'],
    ['x = 10L\n', '10L'],
    ['x = ur"a"\n', 'ur"a"'],
    ['x = a <> b\n', 'a <> b'],
    ['x = [a for a in 1, 2]\n', '1, 2'],
    ['x = b"a" "b"\n', 'b"a" "b"'],
  ])('%j keeps its statement, the value unread', (source, gap) => {
    expect(kinds(source)).toEqual(['Assign']);
    expect(gapsOf(source)).toEqual([gap]);
    expect(nodesOf(source, 'UnparsedExpr')).toHaveLength(1);
  });

  it('keeps the body of a function whose header is damaged', () => {
    const source = 'class A[T = int](B):\n    def f(self, a b):\n        return 1\n\nx = 1\n';
    expect(kinds(source)).toEqual(['ClassDef', 'Assign']);
    expect(nodesOf(source, 'ClassDef')[0]?.type_params).toHaveLength(1);
    expect(nodesOf(source, 'Return')).toHaveLength(1);
    expect(gapsOf(source).length).toBeGreaterThan(0);
  });

  it('trusts no condition that was read in part', () => {
    const [branch] = nodesOf('if a b:\n    c\n', 'If');
    expect([branch?.test.kind, branch?.body.length]).toEqual(['UnparsedExpr', 1]);
  });

  it('keeps the statements around an error', () => {
    const source = 'import a\nx = = 1\ndef f():\n    return 1\n';
    expect(kinds(source)).toContain('Import');
    expect(kinds(source)).toContain('FunctionDef');
  });

  it('joins what the grammar takes for two statements on one line', () => {
    expect(kinds('x: list[int][str]\ny = 1\n')).toEqual(['UnparsedStmt', 'Assign']);
  });

  it('takes `except A, B` for a tuple, as Python 3.14 does', () => {
    const [handler] = nodesOf('try: pass\nexcept A, b: pass\n', 'ExceptHandler');
    expect([handler?.type?.kind, handler?.name]).toEqual(['Tuple', undefined]);
  });
});

describe('nesting ten thousand deep', () => {
  const deep = 10_000;
  const repeated = (open: string, middle: string, close: string): string =>
    open.repeat(deep) + middle + close.repeat(deep);

  it.each([
    ['parentheses', `x = ${repeated('(', '1', ')')}`],
    ['sums', `x = a${' + a'.repeat(2_900)}`],
    // Three links each: what is longer is no chain that a version of CPython compiles.
    ['calls in a chain', `x = a${'.b()[0]'.repeat(950)}`],
    ['and', `x = a${' and a'.repeat(deep)}`],
    ['& and ^', `x = a${' & a ^ b'.repeat(deep)}`],
    ['unions', `x: List[int]${' | a'.repeat(deep)}`],
    ['elif', `if a: b\n${'elif c: d\n'.repeat(999)}`],
    ['pieces of a string', `x = (${'"a"\n'.repeat(deep)})`],
    ['targets', `${'x = '.repeat(deep)}1`],
  ])('%s are read', (_, source) => {
    expect(parse(source).gaps).toEqual([]);
    expect(kinds(source)).toHaveLength(1);
  });

  it.each([
    ['more branches', `if a: b\n${'elif c: d\n'.repeat(1_000)}`],
    ['longer chains', `x = a${'.b()[0]'.repeat(deep)}`],
    ['lists', `x = ${repeated('[', '', ']')}`],
    ['calls', `f${repeated('(f', '', ')')}`],
    ['not', `x = ${'not '.repeat(deep)}a`],
    ['powers', `x = a${' ** a'.repeat(deep)}`],
    ['conditions', `x = ${'a if b else '.repeat(deep)}c`],
    ['lambdas', `x = ${'lambda: '.repeat(deep)}c`],
    ['tuple targets', `${repeated('(', 'x', ',)')} = 1`],
    ['annotations', `x: ${repeated('A[', 'int', ']')}`],
    ['patterns', `match x:\n  case ${repeated('[', '', ']')}: pass`],
    ['blocks', `${Array.from({ length: 600 }, (__, i) => `${' '.repeat(i)}if a:\n`).join('')}${' '.repeat(600)}b`],
    ['brackets left open', '[{('.repeat(deep)],
  ])('%s end in a gap', (_, source) => {
    expect(parse(source).gaps.length).toBeGreaterThan(0);
  });
});

describe('every tree', () => {
  const source = `@d
async def f(a: int = 1, *b, **c) -> "x":
    async with a as (b, c): return [x async for x in y if z]
match a:
    case {"k": [1, *r], **s} | A(b=2) as t if u: type V[W: int] = t"{a!r:>{b}}" f"{x}"
try: del a, b[0]
except* E as e: raise e from None
`;

  it('has parents', () => {
    const { module } = parse(source);
    const parents = new Map<Node, Node | undefined>([[module, undefined]]);
    walk(module, (node) => {
      expect(node.parent, node.kind).toBe(parents.get(node));
      const fields: readonly unknown[] = Object.entries(node).flatMap(([name, value]) =>
        name === 'parent' ? [] : value,
      );
      for (const child of fields) if (isNode(child)) parents.set(child, node);
    });
    expect(parents.size).toBeGreaterThan(60);
  });

  it('keeps children inside their parents, but for decorators', () => {
    walk(parse(source).module, (node) => {
      const { parent } = node;
      expect(node.end, node.kind).toBeGreaterThanOrEqual(node.start);
      if (parent !== undefined && !('decorator_list' in parent))
        expect(node.start).toBeGreaterThanOrEqual(parent.start);
      if (parent !== undefined) expect(node.end).toBeLessThanOrEqual(parent.end);
    });
  });
});

describe('comments', () => {
  it('are the real ones, with their places', () => {
    const source = '# first  \nx = "# no"  # second\r\nf(  # third\n)\n"""\n# no\n"""\nif a:\n  # fourth\n  b\n#last';
    const { comments } = parse(source);
    expect(comments.map((comment) => comment.text)).toEqual(['# first', '# second', '# third', '# fourth', '#last']);
    for (const { start, end, text } of comments) expect(source.slice(start, end)).toBe(text);
  });

  it('end at a lone carriage return', () => {
    expect(parse('# a\rx = 1\r# b\r').comments.map((comment) => comment.text)).toEqual(['# a', '# b']);
  });
});

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'parent' in value;
}
