import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

const roleOf = (path: string, content = 'LIMIT = 1\n') => reported(standingsIn({ [path]: content })(path, 'LIMIT'));

describe('code that does not run in production', () => {
  it.each([
    ['tests/test_orders.py', 'a test'],
    ['examples/order.py', 'an example'],
    ['benchmarks/order.py', 'a benchmark'],
    ['docs/conf.py', 'part of the documentation'],
    ['third_party/colour.py', 'code of others'],
    ['orders_pb2.py', 'generated'],
    ['shop/orders.pyi', 'a stub'],
  ])('%s is %s', (path, what) => {
    expect(roleOf(path)).toBe(`aside: \`${path}\` is ${what}`);
  });

  it('stands aside whatever starts it', () => {
    const path = 'examples/serve.py';
    const at = standingsIn({
      [path]: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef root():\n    return 1\n',
      'compose.yml': 'services:\n  example:\n    build: .\n    command: python examples/serve.py\n',
    });
    expect(reported(at(path, 'return 1'))).toBe(`aside: \`${path}\` is an example`);
  });
});

describe('a file of several roles is what its place says', () => {
  it.each([
    ['a test that says it was generated', 'tests/test_orders.py', '"""Generated with care."""\nLIMIT = 1\n', 'a test'],
    ['a generated file among tests', 'tests/orders_pb2.py', 'LIMIT = 1\n', 'a test'],
    ['tests of vendored code', 'vendor/colour/tests/test_hue.py', 'LIMIT = 1\n', 'code of others'],
    ['a stub among tests', 'tests/orders.pyi', 'LIMIT: int\n', 'a stub'],
  ])('%s', (_, path, content, what) => {
    expect(roleOf(path, content)).toBe(`aside: \`${path}\` is ${what}`);
  });
});

describe('migrations', () => {
  it.each([
    'alembic/versions/0001_first.py',
    'alembic/versions/3f2a9c81b7d0_orders.py',
    'shop/migrations/0002_more.py',
  ])('run once: %s', (path) => {
    expect(roleOf(path)).toBe(`aside: \`${path}\` is a migration, which runs once`);
  });

  it.each(['shop/versions/second.py', 'shop/migrate.py'])('are not all that sounds like them: %s', (path) => {
    expect(roleOf(path)).toMatch(/^loose: /);
  });
});

describe('code of others', () => {
  const FILES = {
    Procfile: 'web: python -m shop\n',
    'shop/__init__.py': '',
    'shop/__main__.py': 'import shop.colour.hue\nimport shop.orders\n',
    'shop/colour/__init__.py': '',
    'shop/colour/hue.py': 'LIMIT = 1\n',
    'shop/orders.py': 'LIMIT = 2\n',
  };
  const ASIDE = 'aside: the project treats `shop/colour/hue.py` as third-party code';
  const standingWith = (files: Readonly<Record<string, string>>) =>
    standingsIn({ ...FILES, ...files })('shop/colour/hue.py', 'LIMIT');
  const hueWith = (files: Readonly<Record<string, string>>) => reported(standingWith(files));
  const UNUSED = { 'shop/__main__.py': 'import shop.orders\n' };

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'ruff and coverage',
      {
        'pyproject.toml':
          '[tool.ruff]\nextend-exclude = ["shop/colour"]\n\n[tool.coverage.run]\nomit = ["shop/colour/*"]\n',
      },
    ],
    [
      'ruff.toml and .coveragerc',
      { 'ruff.toml': 'exclude = ["shop/colour"]\n', '.coveragerc': '[run]\nomit =\n    shop/colour/*\n' },
    ],
    ['flake8 and mypy', { 'setup.cfg': '[flake8]\nexclude = shop/colour\n\n[mypy]\nexclude = ^shop/colour/\n' }],
  ])('are those that the linter and another tool leave out: %s', (_, files) => {
    expect(hueWith({ ...files, ...UNUSED })).toBe(ASIDE);
    // Where it runs it is reported, no matter who wrote it.
    expect(standingWith(files)).toMatchObject({ reach: 'run', isForeign: true });
  });

  it('run once unless production code imports them: a migration', () => {
    const at = standingsIn({
      ...FILES,
      'shop/orders.py': 'import shop.migrations.fill\n',
      'shop/migrations/fill.py': 'LIMIT = 3\n',
    });
    expect(at('shop/migrations/fill.py', 'LIMIT').reach).toBe('run');
  });

  it('are not those that one tool leaves out, nor two of which none is a linter', () => {
    expect(hueWith({ 'pyproject.toml': '[tool.ruff]\nextend-exclude = ["shop/colour"]\n' })).toMatch(/^run: /);
    expect(
      hueWith({
        'pyproject.toml':
          '[tool.black]\nextend-exclude = "shop/colour"\n\n[tool.coverage.run]\nomit = ["shop/colour/*"]\n',
      }),
    ).toMatch(/^run: /);
  });

  it('are no more than what was excluded', () => {
    const at = standingsIn({
      ...FILES,
      'pyproject.toml':
        '[tool.ruff]\nextend-exclude = ["shop/colour"]\n\n[tool.coverage.run]\nomit = ["shop/colour/*"]\n',
    });
    expect(at('shop/orders.py', 'LIMIT').reach).toBe('run');
  });
});
