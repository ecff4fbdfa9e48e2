import { describe, expect, it } from 'vitest';
import { type Expression, type Name, type Node, nodesOf, walk } from '../../src/ast/index.ts';
import type { Binding, SemanticModel } from '../../src/semantics/index.ts';
import { type Expectation, fixtureOf, readFixtures } from './expectations.ts';

type Answer = (model: SemanticModel, expectation: Expectation) => string | undefined;

/** What each kind of comment in the fixtures asks. */
const QUESTIONS: Readonly<Record<string, Answer>> = {
  qualified: (model, { expression }) => model.names.qualifiedName(known(expression)),
  binds: (model, { expression }) => bindingOf(model, known(expression)),
  defined: (model, { expression }) => {
    const definition = model.names.definitionOf(known(expression));
    return definition === undefined ? 'none' : String(lineOf(model, definition.name_start));
  },
  qualname: (model, { expression }) => model.names.qualnameOf(known(expression)),
  parameter: (model, { expression }) => model.names.parameterOf(nameOf(expression))?.arg,
};

const fixtures = await readFixtures('names');

describe.each(fixtures)('$path', ({ model, expectations }) => {
  it.each(expectations)('line $line, $key of $named', (expectation) => {
    const query = QUESTIONS[expectation.key];
    expect(query, `no question is called ${expectation.key}`).toBeDefined();
    expect(query?.(model, expectation) ?? 'unknown').toBe(expectation.value);
  });
});

describe('scopes', () => {
  it('have no variable for a name in parentheses that is only annotated', async () => {
    const text = 'total = 1\n\n\ndef read():\n    (total): int\n    return total\n';
    const { model } = await fixtureOf('annotated.py', text);
    const [returned] = nodesOf(model.source.module, 'Return');
    expect(model.names.qualifiedName(known(returned?.value))).toBe('annotated.total');
  });

  it('answer for every name whether it is looked up by node or by place', () => {
    for (const { model } of fixtures) {
      for (const name of namesIn(model)) {
        const binding = model.names.resolve(name);
        // A class name used before it is bound, and a walrus in a comprehension, mean what lies further out.
        if (name.ctx === 'Load' && binding?.scope.kind !== 'module') {
          expect(model.names.lookup(name.id, name)?.name).toBe(binding?.name);
        }
      }
    }
  });

  it('keep definitions and references in source order', async () => {
    const { model } = await fixtureOf(
      'order.py',
      'def f(a):\n  nonlocal_ = a if a else (a, a)\n  return {a: a, **a}\n',
    );
    const [name] = namesIn(model).filter((each) => each.id === 'a');
    const starts = model.names.resolve(nameOf(name))?.references.map((reference) => reference.start) ?? [];
    expect(starts).toHaveLength(7);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('give nonlocal definitions to the function that owns the name', async () => {
    const text = 'def f():\n  def g():\n    nonlocal n\n    n = 2\n  n = 1\n  return n\n';
    const { model } = await fixtureOf('remote.py', text);
    const [name] = namesIn(model).filter((each) => each.id === 'n');
    const definitions = model.names.resolve(nameOf(name))?.definitions ?? [];
    expect(definitions.map((definition) => [lineOf(model, definition.node.start), definition.remote])).toEqual([
      [4, true],
      [5, false],
    ]);
  });

  it('tell what a definition binds', async () => {
    const text =
      'a, b = 1, f()\nc, d = f()\nfor e in f(): pass\nwith f() as (g, h): pass\n(i := f())\nj: int = f()\nk: int\n';
    const { model } = await fixtureOf('values.py', text);
    const rows = [...model.names.moduleScope.bindings.values()].flatMap((binding) =>
      binding.definitions.map(({ kind, name, value, partOf }) => [
        name,
        kind,
        textOf(model, value),
        textOf(model, partOf),
      ]),
    );
    expect(rows).toEqual([
      ['a', 'assignment', '1', undefined],
      ['b', 'assignment', 'f()', undefined],
      ['c', 'assignment', undefined, 'f()'],
      ['d', 'assignment', undefined, 'f()'],
      ['e', 'for', undefined, 'f()'],
      ['g', 'with', undefined, 'f()'],
      ['h', 'with', undefined, 'f()'],
      ['i', 'named-expression', 'f()', undefined],
      ['j', 'assignment', 'f()', undefined],
      ['k', 'annotation', undefined, undefined],
    ]);
  });

  it.each([
    ['a chain of operators', `x = ${'a + '.repeat(10_000)}a\n`],
    ['brackets', `x = ${'['.repeat(5_000)}a${']'.repeat(5_000)}\n`],
    ['attributes', `a${'.b'.repeat(10_000)}\n`],
    ['lambdas', `x = ${'lambda: '.repeat(3_000)}a\n`],
    ['aliases', `${Array.from({ length: 10_000 }, (_, i) => `a${i + 1} = a${i}`).join('\n')}\n`],
  ])('survive 10,000 levels of %s', async (_, text) => {
    const { model } = await fixtureOf('deep.py', text);
    for (const name of namesIn(model).slice(-50)) {
      expect(model.names.qualifiedName(name) ?? 'unknown').toMatch(/^(unknown|deep\.)/);
      expect(model.names.qualnameOf(name)).toMatch(/^(<lambda>.*)?$/);
    }
  });
});

describe('fullNameOf', () => {
  it('is what the project calls a definition', async () => {
    const { model } = await fixtureOf('app/store.py', 'class Store:\n  def keep(self):\n    def inner(): pass\n');
    const { module } = model.source;
    const definitions = [...nodesOf(module, 'ClassDef'), ...nodesOf(module, 'FunctionDef')];
    expect(definitions.map((each) => model.names.fullNameOf(each))).toEqual([
      'app.store.Store',
      'app.store.Store.keep',
      'app.store.Store.keep.<locals>.inner',
    ]);
  });
});

describe('decoratorNames', () => {
  it('reads through calls and aliases', async () => {
    const text =
      'import functools as f\nclass Store:\n  @classmethod\n  @f.lru_cache(maxsize=1)\n  @known.later\n  def load(cls): pass\n';
    const { model } = await fixtureOf('store.py', text);
    const load = nodesOf(model.source.module, 'FunctionDef').flatMap((each) => model.names.decoratorNames(each));
    expect(load).toEqual(['builtins.classmethod', 'functools.lru_cache', undefined]);
  });
});

describe('dynamic names', () => {
  it.each([
    ['from os import *\n', true],
    ['globals()["x"] = 1\n', true],
    ['globals().update(a=1)\n', true],
    ['exec("x = 1")\n', true],
    ['exec(code, globals())\n', true],
    ['import sys\nsys.modules[__name__] = Proxy()\n', true],
    ['import sys\nsetattr(sys.modules[__name__], "x", 1)\n', true],
    ['exec(code, {})\n', false],
    ['x = globals()["x"]\n', false],
    ['globals().get("x")\n', false],
    ['"x" in globals()\n', false],
    ['import sys\nsys.modules["y"] = 1\n', false],
    ['def exec(x): pass\nexec("x")\n', false],
  ])('%j: %s', async (text, expected) => {
    const { model } = await fixtureOf('dynamic.py', text);
    expect(model.names.hasDynamicNames).toBe(expected);
  });
});

describe('imports', () => {
  it.each([
    ['pkg/sub/mod.py', 'from . import a', 'pkg.sub', 'a'],
    ['pkg/sub/mod.py', 'from .x import a as b', 'pkg.sub.x', 'a'],
    ['pkg/sub/mod.py', 'from ...x import a', 'x', 'a'],
    ['pkg/sub/mod.py', 'from ....x import a', '.x', 'a'],
    ['pkg/sub/__init__.py', 'from . import a', 'pkg.sub', 'a'],
    ['pkg/sub/__init__.py', 'from .. import *', 'pkg', '*'],
    ['mod.py', 'import a.b as c', 'a.b', undefined],
  ])('in %s: %s', async (path, text, module, name) => {
    const { model } = await fixtureOf(path, `${text}\n`);
    expect(model.names.imports.map((imported) => [imported.module, imported.name])).toEqual([[module, name]]);
  });
});

function bindingOf(model: SemanticModel, expression: Expression): string {
  const name = nameOf(expression);
  const binding = model.names.resolve(name);
  if (binding !== undefined) return String(lineOf(model, firstDefinition(binding).start));
  return model.names.qualifiedName(name)?.startsWith('builtins.') === true ? 'builtin' : 'none';
}

function firstDefinition(binding: Binding): Node {
  const [first] = binding.definitions;
  if (first === undefined) throw new Error(`${binding.name} has no definition`);
  return first.node;
}

function known(expression: Expression | undefined): Expression {
  if (expression === undefined) throw new Error('the line holds no such expression');
  return expression;
}

function nameOf(expression: Expression | undefined): Name {
  if (expression?.kind !== 'Name') throw new Error('not a name');
  return expression;
}

function lineOf(model: SemanticModel, offset: number): number {
  return model.source.text.lineAt(offset);
}

function textOf(model: SemanticModel, node: Node | undefined): string | undefined {
  return node === undefined ? undefined : model.source.text.slice(node);
}

function namesIn(model: SemanticModel): readonly Name[] {
  const names: Name[] = [];
  walk(model.source.module, (node) => {
    if (node.kind === 'Name') names.push(node);
  });
  return names;
}
