/** What can be written of each kind of node: side by side, one inside the other, and one behind the other in a chain. */
import type { Node } from '../../src/ast/index.ts';

/** `@` stands for a number that differs from place to place. */
export interface Construct {
  /** Statements that hold it. */
  readonly many: string;
  /** Where it can hold itself within a line: what opens, what stands innermost, what closes. */
  readonly nested?: readonly [open: string, core: string, close: string];
  /** Where it can hold itself in its block: the lines that open the block; the last one ends in a colon. */
  readonly block?: readonly string[];
  /** What can be in one of it, any number of times: before, each, after. */
  readonly list?: readonly [before: string, each: string, after: string];
}

export const CONSTRUCTS: Readonly<Record<Node['kind'], Construct>> = {
  Module: { many: 'pass\n' },
  FunctionDef: {
    many: 'def f@(a, b=None):\n    c = a or b\n    return g(c)\n',
    block: ['def f@(a):'],
    list: ['', 'def f(a):\n    return f(a)\n', ''],
  },
  AsyncFunctionDef: {
    many: 'async def f@(a, b=None):\n    c = await a(b)\n    return c\n',
    block: ['async def f@(a):'],
    list: ['', '@d@\n', 'async def f():\n    pass\n'],
  },
  ClassDef: {
    many: 'class C@(B):\n    x = 1\n\n    def f(self):\n        self.y = self.x\n        return self.f()\n',
    block: ['class C@:'],
    list: ['class C(', 'B@, ', '):\n    pass\n'],
  },
  Return: {
    many: 'def f@(a):\n    if a:\n        return a\n    return None\n',
    list: ['def f(a):\n', '    if a == @: return a\n', ''],
  },
  Delete: { many: 'x@ = 1\ndel x@\n', list: ['del ', 'x@, ', 'y\n'] },
  Assign: { many: 'x@ = y\ny = x@\n', list: ['', 'x@ = ', 'y\n'] },
  TypeAlias: { many: 'type T@ = list[int]\n' },
  AugAssign: { many: 'x = ""\nx += y@\n', list: ['def f(y):\n    x = 0\n', '    x += y.a@\n', '    return x\n'] },
  AnnAssign: { many: 'x@: int = 1\n', list: ['class C:\n', '    x@: "int" = 1\n', ''] },
  For: { many: 'for x in y:\n    z = x\n    y = z\nelse:\n    z = 1\n', block: ['for x@ in y:', 'y = x@'] },
  AsyncFor: { many: 'async def f@(y):\n    async for x in y:\n        z = x\n', block: ['async for x@ in y:'] },
  While: { many: 'while x:\n    x = g(x)\n    if x: break\n', block: ['while x@:', 'x = g(x@)'] },
  If: {
    many: 'if x:\n    y = 1\nelse:\n    y = 2\n',
    block: ['if x@:', 'y = x@'],
    list: ['if x:\n    pass\n', 'elif x == @:\n    y = @\n', 'else:\n    y = 0\n'],
  },
  With: {
    many: 'with open(p) as f:\n    x = f.read()\n',
    block: ['with open(p@) as f@:'],
    list: ['with ', 'a@ as b@, ', 'c: pass\n'],
  },
  AsyncWith: {
    many: 'async def f@(a):\n    async with a as b:\n        await b.c()\n',
    block: ['async with a@ as b@:'],
  },
  Match: {
    many: 'match x:\n    case [1, y]:\n        x = y\n    case _:\n        pass\n',
    block: ['match x:', '  case y@:'],
  },
  Raise: {
    many: 'def f@(x):\n    if x: raise ValueError(x) from None\n    return g(x)\n',
    list: ['def f(x):\n', '    if x == @: raise E(x)\n', ''],
  },
  Try: {
    many: 'try:\n    x = f()\nexcept ValueError:\n    x = None\nelse:\n    x = 2\nfinally:\n    g(x)\n',
    block: ['try: pass', 'except E@ as e@: pass', 'else: pass', 'finally:'],
    list: ['try:\n    f()\n', 'except E@:\n    g()\n', ''],
  },
  TryStar: {
    many: 'try:\n    x = f()\nexcept* ValueError:\n    x = None\n',
    list: ['try:\n    f()\n', 'except* E@:\n    g()\n', ''],
  },
  Assert: { many: 'assert x@, "m"\n' },
  Import: { many: 'import a@.b\n', list: ['import ', 'a@, ', 'b\n'] },
  ImportFrom: { many: 'from a@ import b@\n', list: ['from a import (', 'b@, ', ')\n'] },
  Global: { many: 'def f@():\n    global x@\n    x@ = 1\n', list: ['def f():\n    global ', 'x@, ', 'y\n'] },
  Nonlocal: { many: 'def f@():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    g()\n' },
  Expr: { many: 'f(x@)\n' },
  Pass: { many: 'def f@(): pass\n' },
  Break: { many: 'while x:\n    break\n', list: ['while x:\n', '    if x == @: break\n', ''] },
  Continue: { many: 'for x in y:\n    continue\n', list: ['while x:\n', '    if x == @: continue\n', ''] },
  UnparsedStmt: { many: 'x@ ) = ( 1\n', block: ['if x@ ) = (:'] },
  BoolOp: { many: 'x = a and b or c@\n', nested: ['(a and ', 'b', ' or c)'], list: ['x = ', 'a@ or ', 'b\n'] },
  NamedExpr: { many: 'if (x := f(y@)): pass\n', nested: ['(x := ', 'b', ')'] },
  BinOp: { many: 'x = x + y@ * 2\n', nested: ['(a + ', 'b', ')'], list: ['x = ', '"a" + ', 'b\n'] },
  UnaryOp: { many: 'x = not -y@\n', nested: ['not ', 'b', ''], list: ['x = ', '-', 'b\n'] },
  Lambda: { many: 'x = lambda a, b=1: a(b, @)\n', nested: ['lambda a: ', 'a', ''] },
  IfExp: { many: 'x = a if b else c@\n', nested: ['(a if ', 'b', ' else c)'], list: ['x = ', 'a@ if b@ else ', 'c\n'] },
  Dict: { many: 'x = {"a": 1, **b, "c": y@}\n', nested: ['{"a": ', '1', '}'], list: ['x = {', '"k@": @, ', '}\n'] },
  Set: { many: 'x = {1, y@}\n', nested: ['{1, ', '2', '}'], list: ['x = {', '@, ', '}\n'] },
  ListComp: { many: 'x = [a for a in y@ if a]\n', nested: ['[a for a in ', 'b', ' if a]'] },
  SetComp: { many: 'x = {a for a in y@ if a}\n', nested: ['{a for a in ', 'b', ' if a}'] },
  DictComp: { many: 'x = {a: b for a, b in y@}\n', nested: ['{a: a for a in ', 'b', '}'] },
  GeneratorExp: { many: 'x = sum(a for a in y@)\n', nested: ['(a for a in ', 'b', ')'] },
  Await: {
    many: 'async def f@(x):\n    await x\n',
    nested: ['await (', 'b', ')'],
    list: ['async def f(x):\n', '    await g(x)\n', ''],
  },
  Yield: { many: 'def f@(x):\n    y = yield x\n    return y\n', nested: ['(yield ', 'b', ')'] },
  YieldFrom: { many: 'def f@(x):\n    yield from x\n', nested: ['(yield from ', 'b', ')'] },
  Compare: { many: 'x = a < b@ <= c\n', nested: ['(a < ', 'b', ')'], list: ['x = ', 'a@ < ', 'b\n'] },
  Call: { many: 'f(x@, *a, k=y)\n', nested: ['f(', 'x', ')'], list: ['f(', 'x@, ', ')\n'] },
  FormattedValue: { many: 'x = f"a{y@!r:>{w}}"\n', list: ['x = f"', '{y@} ', '"\n'] },
  Interpolation: { many: 'x = t"a{y@!r}"\n', list: ['x = t"', '{y@} ', '"\n'] },
  JoinedStr: {
    many: 'x = f"a{y}b" "c" f"{z@}"\n',
    list: ['x = (', 'f"a{y@}" "b"\n', ')\n'],
    nested: ['f"{', 'x', '}"'],
  },
  TemplateStr: { many: 'x = t"a{y}b@"\n', nested: ['t"{', 'x', '}"'] },
  Constant: { many: 'x = "text @"\ny = @\n', list: ['x = (', '"text @"\n', ')\n'] },
  Attribute: { many: 'x.a@ = y.b.c@\n', nested: ['', 'x', '.a'], list: ['x = (y\n', '.a()\n', ')\n'] },
  Subscript: { many: 'x[@] = y["k@"]\n', nested: ['x[', '0', ']'], list: ['z = x', '[@]', '\n'] },
  Starred: { many: 'x@, *y = z\n', list: ['x = [', '*a@, ', ']\n'] },
  Name: { many: 'name_@\n', list: ['def f():\n    x = 1\n', '    x = g(x)\n', '    return x\n'] },
  List: { many: 'x = [1, y@]\n', nested: ['[1, ', '2', ']'], list: ['x = [', '"v@", ', ']\n'] },
  Tuple: { many: 'x, y = 1, z@\n', nested: ['(1, ', '2', ')'], list: ['x = (', '@, ', ')\n'] },
  Slice: { many: 'x = y[1:@:z]\n', nested: ['x[1:', '2', ']'] },
  UnparsedExpr: { many: 'x = f(a b@ c)\n', nested: ['(a b ', 'c', ')'] },
  comprehension: { many: 'x = [a for b in c for a in b if a if b@]\n', list: ['x = [a ', 'for a in b@ if a ', ']\n'] },
  ExceptHandler: {
    many: 'try:\n    f()\nexcept (A, B@) as e:\n    g(e)\n',
    list: ['try:\n    f()\nexcept (', 'E@, ', ') as e:\n    raise\n'],
  },
  arguments: { many: 'def f@(a, /, b=1, *c, d, e=2, **g): return a\n', list: ['def f(', 'a@=None, ', '): pass\n'] },
  arg: { many: 'def f@(a: int, b: str): return a\n', list: ['def f(', 'a@: int, ', '): pass\n'] },
  keyword: { many: 'f(k@=1, **x)\n', list: ['f(', 'k@=v@, ', ')\n'] },
  alias: { many: 'import a@ as b@\n', list: ['from a import ', 'b@ as c@, ', 'd\n'] },
  withitem: { many: 'with a@ as b, c as d: pass\n', list: ['with (', 'open(a@) as b@, ', '): pass\n'] },
  match_case: { many: 'match x:\n    case @ if y: pass\n', list: ['match x:\n', '    case @: y = @\n', ''] },
  MatchValue: { many: 'match x:\n    case A.b@: pass\n' },
  MatchSingleton: { many: 'match x@:\n    case None: pass\n' },
  MatchSequence: { many: 'match x:\n    case [a, b, @]: pass\n', list: ['match x:\n    case [', 'a@, ', ']: pass\n'] },
  MatchMapping: {
    many: 'match x:\n    case {"k@": a, **r}: pass\n',
    list: ['match x:\n    case {', '"k@": a@, ', '}: pass\n'],
  },
  MatchClass: {
    many: 'match x:\n    case C@(a, k=b): pass\n',
    list: ['match x:\n    case C(', 'k@=a@, ', '): pass\n'],
  },
  MatchStar: { many: 'match x:\n    case [a, *b@]: pass\n' },
  MatchAs: { many: 'match x:\n    case (a | @) as b: pass\n' },
  MatchOr: { many: 'match x:\n    case 1 | @: pass\n', list: ['match x:\n    case ', '@ | ', '0: pass\n'] },
  TypeVar: { many: 'def f@[T: int](a: T) -> T: return a\n', list: ['class C[', 'T@: int, ', ']: pass\n'] },
  ParamSpec: { many: 'def f@[**P](a): return a\n' },
  TypeVarTuple: { many: 'def f@[*T](a): return a\n' },
};
