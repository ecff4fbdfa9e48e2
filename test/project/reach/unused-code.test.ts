import { describe, expect, it } from 'vitest';
import { standingsIn } from './standings-in.ts';

/** A service that imports `shop.orders`. */
const API = `from fastapi import FastAPI
from shop import orders

app = FastAPI()


@app.post("/orders")
async def create(order: dict):
    return orders.enqueue(order)
`;

const ORDERS = `def enqueue(order):
    return order


def forget(order):
    del order["id"]


class Archive:
    def keep(self, order):
        self.kept = order
`;

const FILES = { 'shop/__init__.py': '', 'shop/api.py': API, 'shop/orders.py': ORDERS };

/** Why nothing runs the code; undefined where something may. */
function unusedIn(files: Readonly<Record<string, string>>, path: string, text: string): string | undefined {
  const { lowered, because } = standingsIn({ ...FILES, ...files })(path, text);
  return lowered === 'unreferenced' ? because : undefined;
}

describe('a function', () => {
  it('that no code names is unused, and one that is named is not', () => {
    expect(unusedIn({}, 'shop/orders.py', 'del order')).toBe('nothing calls `forget`');
    expect(unusedIn({}, 'shop/orders.py', 'return order')).toBeUndefined();
  });

  it('that only tests call is unused', () => {
    const test = 'from shop.orders import forget\n\n\ndef test_forget():\n    forget({"id": 1})\n';
    expect(unusedIn({ 'tests/test_orders.py': test }, 'shop/orders.py', 'del order')).toBe('nothing calls `forget`');
  });

  it.each([
    ['a script that a person runs', { 'clean.py': 'from shop.orders import forget\n\nforget({"id": 1})\n' }],
    [
      'an attribute that is named at run time',
      { 'shop/run.py': 'from shop import orders\n\n\ndef run(name):\n    getattr(orders, name)({})\n' },
    ],
    ['a name in a text', { 'shop/jobs.py': 'JOBS = ["forget"]\n' }],
  ])('may run by %s', (_, files) => {
    expect(unusedIn(files, 'shop/orders.py', 'del order')).toBeUndefined();
  });

  it('that a package of the program only offers is unused, until somebody takes it', () => {
    const offer = { 'shop/__init__.py': 'from .orders import forget\n\n__all__ = ["forget"]\n' };
    expect(unusedIn(offer, 'shop/orders.py', 'del order')).toBe('nothing calls `forget`');
    const taken = (text: string) =>
      unusedIn({ ...offer, 'shop/api.py': `${API}\n${text}` }, 'shop/orders.py', 'del order');
    expect(taken('from shop import forget\nforget({"id": 1})\n')).toBeUndefined();
    expect(taken('import shop\nshop.forget({"id": 1})\n')).toBeUndefined();
    expect(taken('from shop import *\n')).toBeUndefined();
  });

  it('whose name runners look for may run', () => {
    const factory = { 'shop/factory.py': 'from shop.api import app\n\n\ndef create_app():\n    return app\n' };
    const site = { 'shop/site.py': 'from shop.factory import app\n' };
    expect(
      unusedIn(
        { ...factory, ...site, 'serve.py': 'import shop.site\n\nshop.site.app.run()\n' },
        'shop/factory.py',
        'return app',
      ),
    ).toBeUndefined();
  });

  it('of a library may run by whoever installs it', () => {
    const library = {
      'shop/__init__.py': '',
      'shop/orders.py': ORDERS,
      'tests/test_orders.py': 'import shop.orders\n',
    };
    expect(standingsIn(library)('shop/orders.py', 'del order').lowered).toBeUndefined();
  });
});

describe('a method', () => {
  it('of a class that nothing makes is unused', () => {
    expect(unusedIn({}, 'shop/orders.py', 'self.kept')).toBe('nothing instantiates `Archive`');
  });

  it('of a class that code finds by its base may be made', () => {
    const base = 'class Keeper:\n    pass\n';
    const loader =
      'import inspect\nfrom shop.keeper import Keeper\n\n\ndef load(module):\n    return [k for _, k in inspect.getmembers(module, inspect.isclass) if issubclass(k, Keeper)]\n\n\ndef keep(each, order):\n    each.keep(order)\n';
    const orders = ORDERS.replace('class Archive:', 'class Archive(Keeper):');
    const api = API.replace('from shop import orders', 'from shop import orders\nfrom shop.loader import load');
    const files = { 'shop/keeper.py': base, 'shop/orders.py': `from shop.keeper import Keeper\n\n\n${orders}` };
    expect(unusedIn(files, 'shop/orders.py', 'self.kept')).toBeDefined();
    expect(
      unusedIn({ ...files, 'shop/api.py': api, 'shop/loader.py': loader }, 'shop/orders.py', 'self.kept'),
    ).toBeUndefined();
  });

  it('of a class of others may be called by them', () => {
    const orders = `${ORDERS}\n\nclass Tell(logging.Handler):\n    def emit(self, record):\n        self.last = record\n`;
    expect(unusedIn({ 'shop/orders.py': `import logging\n${orders}` }, 'shop/orders.py', 'self.last')).toBeUndefined();
  });
});

describe('a module', () => {
  const REPORT = 'from shop.totals import total\n\n\ndef report(orders):\n    return total(orders)\n';
  const TOTALS = 'def total(orders):\n    return sum(orders)\n';
  const files = { 'shop/report.py': REPORT, 'shop/totals.py': TOTALS };

  it('that nothing imports is unused, with what only it imports', () => {
    expect(unusedIn(files, 'shop/report.py', 'return total')).toBe('nothing runs, imports or mentions `shop.report`');
    expect(unusedIn(files, 'shop/totals.py', 'return sum')).toBe('only unused modules import `shop.totals`');
  });

  it.each([
    ['can be run itself', { 'shop/report.py': `${REPORT}\n\nif __name__ == "__main__":\n    report([1])\n` }],
    ['is imported by an example', { 'examples/month.py': 'from shop.report import report\n\nreport([1])\n' }],
    [
      'is loaded by name',
      { 'shop/load.py': 'import importlib\n\n\ndef load(name):\n    return importlib.import_module(f"shop.{name}")\n' },
    ],
    ['lies where a framework looks', { 'shop/report.py': '', 'shop/management/report.py': REPORT }],
  ])('is used where it %s', (_, more) => {
    expect(unusedIn({ ...files, ...more }, 'shop/totals.py', 'return sum')).toBeUndefined();
  });
});
