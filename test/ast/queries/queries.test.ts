import { describe, expect, it } from 'vitest';
import {
  attributeChain,
  bodyWithoutDocstring,
  booleanConstant,
  callKeyword,
  decoratorsOf,
  defaultOf,
  defsOf,
  docstringOf,
  dottedName,
  hasUnpackedArguments,
  headerSpan,
  isDocstring,
  isEllipsis,
  isGenerator,
  isNone,
  nameSpan,
  numberConstant,
  parametersOf,
  stringConstant,
} from '../../../src/ast/index.ts';
import { expression, nodeOf, nodesOf, parse } from '../parse-python.ts';

describe('constants', () => {
  it.each([
    ['"a" "b"', 'ab'],
    ['b"a"', undefined],
    ['f"a"', undefined],
    ['1', undefined],
  ])('stringConstant(%s)', (source, value) => expect(stringConstant(expression(source))).toBe(value));

  it.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['+2', 2],
    ['--3', 3],
    ['1j', undefined],
    ['True', undefined],
    ['-x', undefined],
  ])('numberConstant(%s)', (source, value) => expect(numberConstant(expression(source))).toBe(value));

  it('tells None, ... and booleans apart', () => {
    expect([isNone(expression('None')), isNone(expression('none')), isNone(undefined)]).toEqual([true, false, false]);
    expect([isEllipsis(expression('...')), isEllipsis(expression('Ellipsis'))]).toEqual([true, false]);
    expect([booleanConstant(expression('False')), booleanConstant(expression('0'))]).toEqual([false, undefined]);
  });
});

describe('chains', () => {
  it.each([
    ['a', 'a'],
    ['a.b.c', 'a.b.c'],
    ['(a).b', 'a.b'],
    ['a().b', undefined],
    ['a[0].b', undefined],
    ['"a".b', undefined],
  ])('dottedName(%s)', (source, name) => expect(dottedName(expression(source))).toBe(name));

  it('attributeChain gives what the attributes hang on', () => {
    const { root, names } = attributeChain(expression('f(x).a.b'));
    expect([root.kind, ...names]).toEqual(['Call', 'a', 'b']);
    expect(attributeChain(expression('a')).names).toEqual([]);
  });
});

describe('calls', () => {
  it('callKeyword finds what the call shows', () => {
    const call = nodeOf('f(a, b=1, **c)', 'Call');
    expect(numberConstant(callKeyword(call, 'b')?.value)).toBe(1);
    expect(callKeyword(call, 'c')).toBeUndefined();
  });

  it.each([
    ['f(a, b=1)', false],
    ['f(*a)', true],
    ['f(**a)', true],
  ])('hasUnpackedArguments(%s)', (source, answer) => expect(hasUnpackedArguments(nodeOf(source, 'Call'))).toBe(answer));
});

describe('docstrings', () => {
  it('stand first and are plain strings', () => {
    const { module } = parse('"""m"""\nx = 1\n"no"\n');
    expect(docstringOf(module)).toBe('m');
    expect(module.body.map(isDocstring)).toEqual([true, false, false]);
    expect(bodyWithoutDocstring(module)).toEqual(module.body.slice(1));
  });

  it('may be missing', () => {
    const definition = nodeOf('def f():\n    f"x"\n    "y"\n', 'FunctionDef');
    expect(docstringOf(definition)).toBeUndefined();
    expect(definition.body.map(isDocstring)).toEqual([false, false]);
    expect(bodyWithoutDocstring(definition)).toHaveLength(2);
  });

  it('belong to modules, classes and functions only', () => {
    expect(isDocstring(nodeOf('if a:\n    "text"\n', 'Expr'))).toBe(false);
    expect(isDocstring(nodeOf('class A:\n    "text"\n', 'Expr'))).toBe(true);
  });
});

describe('definitions', () => {
  it('defsOf lists functions and methods, nested ones too', () => {
    const { module } = parse('async def a(): ...\ndef b():\n    def c(): ...\nclass D:\n    def e(self): ...\n');
    expect(defsOf(module).map(({ name }) => name)).toEqual(['b', 'c', 'e', 'a']);
  });

  it('nameSpan covers the name', () => {
    const source = '@d\nasync  def  name (a): pass\n';
    const { start, end } = nameSpan(nodeOf(source, 'AsyncFunctionDef'));
    expect(source.slice(start, end)).toBe('name');
  });

  it('decoratorsOf sees through calls', () => {
    const decorators = decoratorsOf(nodeOf('@a.b\n@c(1)\n@d()()\nclass A: pass\n', 'ClassDef'));
    expect(decorators.map(({ callee, isCalled }) => [dottedName(callee), isCalled])).toEqual([
      ['a.b', false],
      ['c', true],
      [undefined, true],
    ]);
  });

  it('parametersOf keeps the order of the signature', () => {
    const parameters = parametersOf(nodeOf('def f(a, b=1, /, c=2, *d: int, e, g=3, **h): pass', 'FunctionDef'));
    expect(parameters.map((p) => [p.name, p.kind, numberConstant(p.default)])).toEqual([
      ['a', 'positional-only', undefined],
      ['b', 'positional-only', 1],
      ['c', 'positional-or-keyword', 2],
      ['d', 'var-positional', undefined],
      ['e', 'keyword-only', undefined],
      ['g', 'keyword-only', 3],
      ['h', 'var-keyword', undefined],
    ]);
    expect(parameters[3]?.annotation?.kind).toBe('Name');
    expect(parametersOf(nodeOf('lambda x, y=1: x', 'Lambda')).map((p) => p.name)).toEqual(['x', 'y']);
  });

  it.each([
    ['def f(a, b=1, /, c=2, *d, e, g=3, **h): pass', [undefined, 1, 2, undefined, undefined, 3, undefined]],
    ['async def f(a=4): pass', [4]],
    ['lambda x, y=5: x', [undefined, 5]],
  ])('defaultOf of the parameters of %s', (source, defaults) => {
    expect(nodesOf(source, 'arg').map((each) => numberConstant(defaultOf(each)))).toEqual(defaults);
  });

  it.each([
    ['def f():\n    x = yield\n', true],
    ['def f():\n    if a:\n        return (yield from b)\n', true],
    ['def f():\n    def g(): yield\n    lambda: (yield)\n    class A: x = [1]\n', false],
    ['def f(a=(yield)): pass\n', false],
  ])('isGenerator(%j)', (source, answer) => expect(isGenerator(nodeOf(source, 'FunctionDef'))).toBe(answer));
});

describe('headerSpan', () => {
  it.each([
    [
      '@d(a)\ndef f[T: int](a: int = {1: 2}, *, b) -> "x:y": pass',
      'FunctionDef',
      'def f[T: int](a: int = {1: 2}, *, b) -> "x:y":',
    ],
    ['def f(): x: int', 'FunctionDef', 'def f():'],
    ['class A: x: int', 'ClassDef', 'class A:'],
    ['class A(B, metaclass=C,):\n  """d: e"""', 'ClassDef', 'class A(B, metaclass=C,):'],
    ['if (a  # b: c\n  ): d\nelse: e', 'If', 'if (a  # b: c\n  ):'],
    ['for a in b[1:2] : c', 'For', 'for a in b[1:2] :'],
    ['while lambda: a: b', 'While', 'while lambda: a:'],
    ['with (a as b, c): d', 'With', 'with (a as b, c):'],
    ['try : a\nexcept b as c : d\nfinally: e', 'Try', 'try :'],
    ['try : a\nexcept b as c : d\nfinally: e', 'ExceptHandler', 'except b as c :'],
    ['try: a\nexcept: d', 'ExceptHandler', 'except:'],
    ['match x:\n  case {"a": b} if c: d', 'Match', 'match x:'],
    ['match x:\n  case {"a": b} if c: d', 'match_case', 'case {"a": b} if c:'],
  ] as const)('of %j', (source, kind, header) => {
    const parsed = parse(source);
    const [node] = nodesOf(source, kind);
    expect(node && parsed.text.slice(headerSpan(node, parsed.text))).toBe(header);
  });
});
