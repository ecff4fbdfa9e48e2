import { describe, expect, test } from 'vitest';
import type { ClassDef, Node } from '../../src/ast/index.ts';
import { walk } from '../../src/ast/index.ts';
import type { SemanticModel, StateLife, StateUse } from '../../src/semantics/index.ts';
import { type Fixture, fixtureOf, readFixtures } from './expectations.ts';

const fixtures = await readFixtures('state');
const KINDS = new Set(['create', 'rebind', 'grow', 'shrink', 'size-check', 'update', 'read', 'hand-out']);

describe.each(fixtures)('$path', (fixture) => {
  test('every marked use is found, and no other use that changes or gives away', () => {
    const found = usesFound(fixture);
    const marks = fixture.expectations.filter((each) => KINDS.has(each.key));
    expect(marks.length).toBeGreaterThan(5);
    const marked = marks.map((each) => `${each.line} ${each.key} ${each.named}: ${each.value}`);
    expect(marked.filter((mark) => !found.has(mark))).toEqual([]);
    expect([...found].filter((use) => !/^\d+ read /.test(use) && !marked.includes(use))).toEqual([]);
  });

  test('containers', () => {
    const lives = livesOf(fixture.model);
    for (const { key, named, value } of fixture.expectations) {
      if (key !== 'container') continue;
      const containers = lives.filter((life) => life.name === named).map((life) => life.container);
      expect(containers, named).toContain(value);
    }
  });
});

describe('lives', () => {
  test('belong to the function they happen in', async () => {
    const { model } = fixtures.find(({ path }) => path === 'aliases.py') ?? (await fixtureOf('a.py', ''));
    const items = lifeIn(model, 'Registry', 'items');
    const within = items?.of('grow').map(({ within: fn }) => (fn?.kind === 'FunctionDef' ? fn.name : fn?.kind));
    expect(within).toEqual(['remember', 'by_class_name']);
    expect(items?.of('shrink').map(({ within: fn }) => fn?.kind)).toEqual(['Lambda']);
    expect(lifeIn(model, 'Registry', '_by_name')?.of('create')[0]?.within).toBeUndefined();
  });

  test('of a derived class include what its bases of this file do', async () => {
    const { model } = await fixtureOf('a.py', BASES);
    const seen = lifeIn(model, 'Derived', 'seen');
    expect(seen?.uses.map((use) => use.kind)).toEqual(['create', 'grow', 'shrink']);
    expect(lifeIn(model, 'Base', 'seen')?.uses.map((use) => use.kind)).toEqual(['create', 'grow']);
    expect(seen?.owner?.name).toBe('Derived');
  });

  test('know which methods run only while their object is made', async () => {
    const { model } = await fixtureOf('a.py', CREATION);
    const methods = [...model.state.methodsOf(classNamed(model, 'Store')).values()];
    expect(methods.filter((method) => model.state.runsInCreation(method)).map(({ name }) => name)).toEqual([
      '__init__',
      '_prepare',
    ]);
  });

  test('are found from expressions', async () => {
    const { model } = await fixtureOf('a.py', FROM_EXPRESSIONS);
    const names = loadsOf(model).map((node) => {
      const life = node.kind === 'Name' || node.kind === 'Attribute' ? model.state.lifeOf(node) : undefined;
      return life === undefined ? undefined : `${life.owner?.name ?? ''}.${life.name}`;
    });
    expect(names.filter((name) => name !== undefined)).toEqual(['Store._rows', 'Store._rows', '._shared']);
  });

  test('know the type of what they keep', async () => {
    const { model } = await fixtureOf('a.py', TYPED);
    expect(lifeIn(model, 'Client', 'session')?.type).toBe('requests.Session');
    expect(lifeIn(model, 'Client', 'either')?.type).toBeUndefined();
  });

  test('survive a state that is bound to itself', async () => {
    const { model } = await fixtureOf(
      'a.py',
      'class A:\n    def f(self):\n        self.x = self.y\n        self.y = self.x\n',
    );
    expect(lifeIn(model, 'A', 'x')?.type).toBeUndefined();
    expect(lifeIn(model, 'A', 'x')?.of('rebind')).toHaveLength(1);
  });
});

describe('classes', () => {
  test('methods, the nearest first, the getter of a property', async () => {
    const { model } = await fixtureOf('a.py', METHODS);
    const methods = model.state.methodsOf(classNamed(model, 'Child'));
    expect([...methods.keys()].sort()).toEqual(['close', 'only_base', 'optional', 'size']);
    expect(methods.get('close')?.parent).toBe(classNamed(model, 'Child'));
    expect(methods.get('size')?.args.args).toHaveLength(1);
  });

  test('methods are no state unless they are bound', async () => {
    const { model } = await fixtureOf('a.py', METHODS);
    expect([...model.state.ofClass(classNamed(model, 'Child')).keys()]).toEqual(['hook', 'close']);
  });

  test('attributes that may come unseen', async () => {
    const { model } = await fixtureOf('a.py', DYNAMIC);
    const answers = ['Plain', 'BySetattr', 'ByDict', 'ByHook', 'Inherits'].map((name) =>
      model.state.hasDynamicAttributes(classNamed(model, name)),
    );
    expect(answers).toEqual([false, true, true, true, true]);
  });

  test('attributes that are made unseen, and those that are only read so', async () => {
    const { model } = await fixtureOf('a.py', DYNAMIC);
    const answers = ['Plain', 'BySetattr', 'ByDict', 'ByHook', 'Inherits', 'Reading'].map((name) =>
      model.state.bindsUnseen(classNamed(model, name)),
    );
    expect(answers).toEqual([false, true, true, true, true, false]);
    expect(model.state.hasDynamicAttributes(classNamed(model, 'Reading'))).toBe(true);
  });

  test('mentions of a method reach into derived classes', async () => {
    const { model } = await fixtureOf('a.py', MENTIONS);
    expect(model.state.mentionsOf(classNamed(model, 'Base'), '_flush')).toHaveLength(2);
  });

  test('mentions of a life, of a class and of the module', async () => {
    const { model } = await fixtureOf('a.py', `seen = {}\ndef keep(x):\n    seen[x] = len(seen)\n${BASES}`);
    const texts = (life: StateLife | undefined) =>
      life && model.state.mentionsOfLife(life).map((each) => model.source.text.slice(each));
    expect(texts(model.state.ofModule().get('seen'))).toEqual(['seen', 'seen']);
    const ofClass = model.state.ofClass(classNamed(model, 'Derived')).get('seen');
    expect(texts(ofClass)).toEqual(['self.seen', 'self.seen', 'self.seen']);
  });
});

const BASES = `
class Base:
    def __init__(self):
        self.seen = set()
    def see(self, x):
        self.seen.add(x)
class Derived(Base):
    def forget(self, x):
        self.seen.discard(x)
`;

const CREATION = `
class Store:
    def __init__(self):
        self._prepare()
        self._check()
    def _prepare(self):
        self.rows = {}
    def _check(self):
        pass
    def put(self, row):
        self._check()
`;

const FROM_EXPRESSIONS = `
_shared = {}
class Store:
    def __init__(self):
        self._rows = []
    def add(self, row):
        rows = self._rows
        rows.append(row)
        _shared[row] = 1
        row.thing = 2
`;

const TYPED = `
import requests
class Client:
    def __init__(self, flag):
        self.session = None
        self.either = requests.Session() if flag else open(flag)
    def connect(self):
        self.session = requests.Session()
        self.either = 3
`;

const METHODS = `
class Base:
    def close(self): ...
    def only_base(self): ...
class Child(Base):
    @property
    def size(self): return 1
    @size.setter
    def size(self, value): ...
    if True:
        def optional(self): ...
    def close(self):
        self.only_base()
        self.hook = None
        self.close = None
`;

const DYNAMIC = `
class Plain:
    def f(self): setattr(self, "x", 1)
class BySetattr:
    def f(self, name): setattr(self, name, 1)
class ByDict:
    def f(self, values): self.__dict__.update(values)
class ByHook:
    def __getattr__(self, name): return 1
class Inherits(ByHook):
    pass
class Reading:
    def f(self, name): return getattr(self, name), self.__dict__[name], list(vars(self).items()), f"{self.__dict__}"
`;

const MENTIONS = `
class Base:
    def _flush(self): ...
    def close(self): self._flush()
class Child(Base):
    def stop(self): self._flush()
`;

function usesFound({ model }: Fixture): ReadonlySet<string> {
  const found = new Set<string>();
  for (const life of livesOf(model)) {
    for (const use of life.uses) {
      const line = model.source.text.lineAt(use.node.start);
      found.add(`${line} ${use.kind} ${life.name}: ${described(model, use)}`);
    }
  }
  return found;
}

function described(model: SemanticModel, use: StateUse): string {
  return use.key === undefined ? use.operation : `${use.operation} ${model.source.text.slice(use.key)}`;
}

function livesOf(model: SemanticModel): readonly StateLife[] {
  const lives = [...model.state.ofModule().values(), ...model.state.ofApplication().values()];
  for (const node of nodesOf(model)) {
    if (node.kind === 'ClassDef') lives.push(...model.state.ofClass(node).values());
  }
  return lives;
}

function lifeIn(model: SemanticModel, className: string, name: string): StateLife | undefined {
  return model.state.ofClass(classNamed(model, className)).get(name);
}

function classNamed(model: SemanticModel, name: string): ClassDef {
  const found = nodesOf(model).find((node) => node.kind === 'ClassDef' && node.name === name);
  if (found?.kind !== 'ClassDef') throw new Error(`no class ${name}`);
  return found;
}

function loadsOf(model: SemanticModel): readonly Node[] {
  return nodesOf(model).filter((node) => (node.kind === 'Name' || node.kind === 'Attribute') && node.ctx === 'Load');
}

function nodesOf(model: SemanticModel): readonly Node[] {
  const nodes: Node[] = [];
  walk(model.source.module, (node) => {
    nodes.push(node);
  });
  return nodes;
}

describe('deep nesting', () => {
  const DEPTH = 2_900;
  test.each([
    ['subscripts', `class A:\n    def f(self):\n        self.x${'[0]'.repeat(DEPTH)} = 1\n`],
    ['conditions', `class A:\n    def f(self):\n        self.x = ${'1 if y else '.repeat(DEPTH)}2\n`],
    ['sums', `class A:\n    def f(self):\n        self.x = self.x${' + 1'.repeat(DEPTH)}\n`],
    ['calls', `class A:\n    def f(self):\n        self.x${'.get(1)'.repeat(DEPTH / 2)}\n`],
    ['elifs', `class A:\n    if 1: pass\n${'    elif 2: pass\n'.repeat(DEPTH)}    def f(self): self.x = 1\n`],
  ])('%s', async (_, content) => {
    const { model } = await fixtureOf('a.py', content);
    expect(lifeIn(model, 'A', 'x')?.uses.length).toBeGreaterThan(0);
  });
});
