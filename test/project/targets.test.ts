import { describe, expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

const MODULES = new Map([
  [
    'shop/store.py',
    `class Store:
    def find(self, name):
        return name

    def find(self, name, limit):
        return name

def make_store() -> Store:
    return Store()

def make(kind):
    return kind

def make(kind, size):
    return kind
`,
  ],
  [
    'shop/keeper.py',
    `from shop.store import Store, make_store, make_other

class Keeper:
    def __init__(self, store: Store | None, other):
        self.made = make_store()
        self.given = store or make_store()
        self.either = make_store()
        if other:
            self.either = make_other()
        self.late = None

    def open(self):
        self.late = make_store()
`,
  ],
]);

describe('a way through what another module keeps', () => {
  const project = modelOf(MODULES);
  const [module] = project.modules.filter(({ path }) => path === 'shop/keeper.py');

  it.each([
    ['shop.keeper.Keeper().made', 'shop.store.Store'],
    ['shop.keeper.Keeper().given', 'shop.store.Store'],
    ['shop.keeper.Keeper().late', 'shop.store.Store'],
    ['shop.keeper.Keeper().either', undefined],
  ])('%s', (path, expected) => {
    const target = module === undefined ? undefined : project.follow(path, module);
    expect(target?.kind === 'object' ? target.class.qualifiedName : undefined).toBe(expected);
  });

  it.each(['shop.store.Store().find', 'shop.store.make'])('is the last definition of %s', (path) => {
    const target = module === undefined ? undefined : project.follow(path, module);
    expect(target?.kind === 'function' ? target.function.parameters.at(-1)?.name : undefined).toMatch(/limit|size/);
  });
});

describe('a way through what stands above a class', () => {
  const source = `class Base:
    def save(self):
        return 1

class Mixin:
    def save(self):
        return super().save()

class Child(Base):
    def save(self):
        return super().save()

class Mixed(Mixin, Base):
    pass
`;
  const project = modelOf(new Map([['shop/rows.py', source]]));
  const [module] = project.modules;

  it.each([
    ['shop.rows.Child()!.save', 'shop.rows.Base.save'],
    ['shop.rows.Mixed()!.save', 'shop.rows.Mixin.save'],
    ['shop.rows.Mixin()!.save', undefined],
    ['shop.rows.Base()!.save', undefined],
    ['shop.rows.Child()!', undefined],
  ])('%s', (path, expected) => {
    const target = module === undefined ? undefined : project.follow(path, module);
    expect(target?.kind === 'function' ? target.function.qualifiedName : undefined).toBe(expected);
  });
});
