import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

/** A service that imports `shop.orders`. */
const API = `from fastapi import Depends, FastAPI
from shop import orders

app = FastAPI()


@app.post("/orders")
async def create(order: dict):
    return orders.enqueue(order)
`;

const withOrders = (content: string, api = API) =>
  standingsIn({ 'shop/__init__.py': '', 'shop/api.py': api, 'shop/orders.py': content });

describe('a route', () => {
  const at = withOrders(`def enqueue(order):
    return check(order)


def check(order):
    return weigh(order) > 0


def weigh(order):
    return order["weight"]
`);

  it('serves its own lines, its decorators among them', () => {
    expect(reported(at('shop/api.py', 'return orders.enqueue'))).toBe('served: `POST /orders` runs it');
    expect(reported(at('shop/api.py', '@app.post'))).toBe('served: `POST /orders` runs it');
  });

  it('serves what it calls, and says through which function', () => {
    expect(reported(at('shop/orders.py', 'return check'))).toBe('served: `POST /orders` reaches it');
    expect(reported(at('shop/orders.py', '> 0'))).toBe('served: `POST /orders` reaches it through `enqueue`');
    expect(reported(at('shop/orders.py', '["weight"]'))).toBe('served: `POST /orders` reaches it through `enqueue`');
  });

  it('serves what one of several star imports brings', () => {
    const starred = `from fastapi import FastAPI
from shop.stock import *
from shop.orders import *

app = FastAPI()


@app.get("/orders")
async def count():
    return open_orders()
`;
    const standing = withOrders('def open_orders():\n    return 3\n', starred);
    expect(reported(standing('shop/orders.py', 'return 3'))).toBe('served: `GET /orders` reaches it');
  });

  it('serves the methods of objects whose class is known, and their dependencies', () => {
    const api = `${API}

store = orders.Store()


def customer():
    return orders.known()


@app.get("/orders")
async def find(who=Depends(customer)):
    return store.find(who)
`;
    const store = withOrders(
      `class Store:
    def __init__(self):
        self.rows = []

    def find(self, who):
        return self._rows_of(who)

    def _rows_of(self, who):
        return [row for row in self.rows if row == who]


def enqueue(order):
    return order


def known():
    return "someone"
`,
      api,
    );
    expect(reported(store('shop/orders.py', 'return self._rows_of'))).toBe('served: `GET /orders` reaches it');
    expect(reported(store('shop/orders.py', 'for row in'))).toBe(
      'served: `GET /orders` reaches it through `Store.find`',
    );
    expect(reported(store('shop/api.py', 'return orders.known'))).toBe('served: `customer` serves requests');
    // Made once, when the module is imported.
    expect(store('shop/orders.py', 'self.rows = []').reach).toBe('run');
  });
});

describe('what a service does besides', () => {
  const at = withOrders(`import threading

from celery import Celery

queue = Celery()


def enqueue(order):
    threading.Thread(target=watch).start()
    return order


def watch():
    return tell("watching")


def tell(what):
    return what + "!"


def drain():
    while True:
        take_next()


def take_next():
    return queue.now()


def sweep():
    while True:
        _sort()


def _sort():
    _weigh()


@queue.task
def resize(order):
    return order + 1


def resize_all(orders):
    resize.delay(orders)
    _pad(orders)


def _pad(orders):
    return orders + 2


if __name__ == "__main__":
    drain()


@queue.task
def send(order):
    return pack(order)


def pack(order):
    return [order]
`);

  it('is served by a thread', () => {
    expect(reported(at('shop/orders.py', 'return tell'))).toBe('served: `watch` runs in a thread');
    expect(reported(at('shop/orders.py', '"!"'))).toBe('served: `watch` reaches it; `watch` runs in a thread');
  });

  it('is served by a worker loop', () => {
    expect(reported(at('shop/orders.py', 'while True'))).toBe('served: `drain` loops for as long as the process runs');
    expect(reported(at('shop/orders.py', 'queue.now'))).toBe(
      'served: `drain` reaches it; `drain` loops for as long as the process runs',
    );
  });

  it('is loose where nothing calls what loops, sends the task or calls the private function', () => {
    expect(reported(at('shop/orders.py', '_sort()'))).toBe('loose: nothing calls `sweep`');
    expect(reported(at('shop/orders.py', '_weigh()'))).toBe('loose: only unused code calls it: nothing calls `sweep`');
    expect(reported(at('shop/orders.py', 'order + 1'))).toBe(
      'loose: only `resize_all` starts it, and nothing calls `resize_all`',
    );
  });

  it('is served by a task', () => {
    expect(reported(at('shop/orders.py', 'return pack'))).toBe('served: `send` is a task');
    expect(reported(at('shop/orders.py', '[order]'))).toBe('served: `send` reaches it; `send` is a task');
  });

  it('serves nobody where nothing starts the module', () => {
    const loose = standingsIn({ 'lost.py': 'def drain():\n    while True:\n        take()\n' });
    expect(loose('lost.py', 'take()').reach).toBe('loose');
  });
});

describe('a hook of the server', () => {
  const hook = (decorator: string) =>
    withOrders(
      'def enqueue(order):\n    return order\n\n\ndef seed():\n    return "seed"\n',
      `from fastapi import FastAPI

from shop.orders import enqueue, seed

app = FastAPI()


${decorator}
async def fill():
    return seed()


@app.post("/orders")
def order(order: dict):
    return enqueue(order)
`,
    );

  it('is run with the server, and what it calls', () => {
    const at = hook('@app.on_event("startup")');
    expect(reported(at('shop/api.py', 'return seed'))).toBe('run: the server runs `fill` on startup or shutdown');
    expect(reported(at('shop/orders.py', '"seed"'))).toBe(
      'run: `fill` reaches it; the server runs `fill` on startup or shutdown',
    );
  });

  it('is no hook by another decorator', () => {
    expect(reported(hook('@app.state.keep')('shop/orders.py', '"seed"'))).not.toContain('the server runs');
  });
});

describe('a command line', () => {
  const files = {
    'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\n\n[project.scripts]\nshop = "cli:main"\n',
    'cli.py': `import click


@click.group()
def main():
    pass


@main.command()
def load():
    return step()


def step():
    return 1
`,
  };

  it('runs its commands and what they call', () => {
    const at = standingsIn(files);
    expect(reported(at('cli.py', 'pass'))).toBe('run: packaging declares `shop` as an entry point');
    expect(reported(at('cli.py', 'return step'))).toBe('run: `load` is a command');
    expect(reported(at('cli.py', 'return 1'))).toBe('run: `load` reaches it; `load` is a command');
  });
});

describe('code of an application that nobody calls', () => {
  const at = withOrders(`import functools
import logging
from starlette.middleware.base import BaseHTTPMiddleware
from abc import ABC, abstractmethod

import broker


def enqueue(order):
    return order


def refund(order):
    return "refund one"


def table_of_prices():
    return "a price"


PRICES = {"table": table_of_prices}


@broker.subscribe
def on_payment(event):
    return "paid it"


@functools.lru_cache
def rates():
    return "some rates"


def outer():
    def inner():
        return "an inner one"

    def hidden():
        return "a hidden one"

    return inner


outer()


class Ledger:
    """Nobody makes one."""

    limit = 7

    def book(self):
        return "a booking"


class Stock(ABC):
    @abstractmethod
    def count(self):
        return "some count"

    def __len__(self):
        return "a length"


class Shelf(Stock):
    def count(self):
        return "a shelf"

    @property
    def height(self):
        return "so high"

    @staticmethod
    def measure():
        return "a measure"


class Redacting(logging.Filter):
    def filter(self, record):
        return "redacted text"


class Odd(broker.Consumer):
    def on_event(self, event):
        return "an event"


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return "a time"


class Counting(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return "a count of requests"


shelf = Shelf()
redacting = Redacting()
odd = Odd()
stack = [Counting]
`);
  const standingOf = (text: string) => reported(at('shop/orders.py', text));
  const IMPORTED = 'imported: `shop.api` runs as a service and imports it';

  it('is loose: a function', () => {
    expect(standingOf('"refund one"')).toBe('loose: nothing calls `refund`');
    // Its header is part of it.
    expect(standingOf('def refund')).toBe('loose: nothing calls `refund`');
  });

  it('is loose: a method of a class of ours, abstract and static ones too', () => {
    expect(standingOf('"some count"')).toBe('loose: nothing calls `count`');
    expect(standingOf('"a shelf"')).toBe('loose: nothing calls `count`');
    expect(standingOf('"a measure"')).toBe('loose: nothing calls `measure`');
  });

  it('is loose: one in a function that does not name it', () => {
    expect(standingOf('"a hidden one"')).toBe('loose: nothing in the function around it calls `hidden`');
  });

  it('is loose: all methods of a class of which nobody makes an object', () => {
    expect(standingOf('"a booking"')).toBe('loose: nothing instantiates `Ledger`');
    // Who adds a middleware names its class; what calls its methods is the framework.
    expect(standingOf('"a time"')).toBe('loose: nothing instantiates `Timing`');
    expect(standingOf('"a count of requests"')).toBe('served: `Counting.dispatch` is a route');
    // The body of the class itself runs when the module is imported.
    expect(at('shop/orders.py', 'limit = 7').reach).toBe('served');
  });

  it.each([
    ['that has a decorator, which may call it', '"paid it"'],
    ['that is cached', '"some rates"'],
    ['that stands in another one', '"an inner one"'],
    ['that Python calls by itself', '"a length"'],
    ['that is a property', '"so high"'],
    ['that overrides one of a class of others', '"redacted text"'],
    ['of a class whose bases are unknown', '"an event"'],
  ])('may be called by others: a function %s', (_, text) => {
    expect(standingOf(text)).toBe(IMPORTED);
  });

  it('is run by what holds it in a table', () => {
    expect(standingOf('"a price"')).toBe(IMPORTED.replace('imported', 'run'));
  });

  it('counts as called where other code reads its name, and not where a test does', () => {
    const orders =
      'def enqueue(order):\n    return order\n\n\ndef refund(order):\n    return 1\n\n\ndef settle():\n    return 2\n';
    const named = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': `${API}\n\nTABLE = {"settle": orders.settle}\n`,
      'shop/orders.py': orders,
      'tests/test_orders.py': 'from shop.orders import refund\n\n\ndef test_refund():\n    assert refund({})\n',
    });
    expect(reported(named('shop/orders.py', 'return 1'))).toBe('loose: nothing calls `refund`');
    expect(named('shop/orders.py', 'return 2').reach).toBe('run');
  });

  it('may be called by the framework that is given its class', () => {
    const registered = withOrders(
      'import broker\n\n\ndef enqueue(order):\n    return order\n\n\n@broker.plugin\nclass Shipping:\n    def on_paid(self, event):\n        return 1\n',
    );
    expect(registered('shop/orders.py', 'return 1').reach).toBe('imported');
  });

  it('may be made by the framework whose class it extends', () => {
    const found = withOrders(
      'import broker\n\n\ndef enqueue(order):\n    return order\n\n\nclass Shipping(broker.Consumer):\n    def on_paid(self, event):\n        return 1\n',
    );
    expect(found('shop/orders.py', 'return 1').reach).toBe('imported');
  });
});

describe('a function that nothing names', () => {
  const api = `from fastapi import FastAPI
from shop import orders, bills

app = FastAPI()


@app.get("/orders")
def show():
    return orders.listed()
`;
  const shop = (files: Record<string, string>) =>
    standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': api,
      'shop/orders.py': 'def listed():\n    return []\n',
      ...files,
    });

  it('is not called by an attribute of its name where its module is not read', () => {
    const unread = shop({
      'shop/bills.py': 'from shop.limits import day\n',
      'shop/limits.py': 'day = 1\n\n\ndef throttle(view):\n    return view()\n',
      'shop/views.py': 'def scoped(view):\n    return view.throttle\n',
    });
    expect(reported(unread('shop/limits.py', 'return view()'))).toBe('loose: nothing calls `throttle`');
  });

  it('is one that only itself names, or only what nothing starts', () => {
    const at = shop({
      'shop/bills.py': 'def again(count):\n    return again(count - 1)\n\n\ndef paid(bill):\n    return bill.sum\n',
      'shop/old.py': 'from shop.bills import paid\n\npaid(None)\n',
    });
    expect(reported(at('shop/bills.py', 'return again'))).toBe('loose: nothing calls `again`');
    expect(reported(at('shop/bills.py', 'return bill.sum'))).toBe('loose: nothing calls `paid`');
  });

  it('is one that a later definition takes the place of', () => {
    const at = shop({
      'shop/bills.py': 'def paid():\n    return 1\n\n\ndef paid():\n    return 2\n\n\nTOTAL = paid()\n',
    });
    expect(reported(at('shop/bills.py', 'return 1'))).toBe('loose: a later definition of `paid` replaces it');
    expect(at('shop/bills.py', 'return 2').reach).not.toBe('loose');
  });
});

describe('a route', () => {
  const router = `from fastapi import APIRouter

router = APIRouter()


@router.get("/bills")
def bills():
    return total()


def total():
    return 0
`;
  const withApi = (api: string) => standingsIn({ 'shop/__init__.py': '', 'shop/api.py': api, 'shop/bills.py': router });
  const application = 'from fastapi import FastAPI\n';

  it.each([
    'from shop import bills\n\napp = FastAPI()\napp.include_router(bills.router)\n',
    'from shop.bills import router as bills\n\napp = FastAPI()\napp.include_router(bills)\n',
    'import importlib\nfrom shop.bills import total\n\napp = FastAPI()\nfor name in ("bills", total()):\n    app.include_router(getattr(importlib.import_module(f"shop.{name}"), "router"))\n',
  ])('is reached where something mounts its router: %s', (lines) => {
    expect(reported(withApi(application + lines)('shop/bills.py', 'return total()'))).toBe(
      'served: `GET /bills` runs it',
    );
  });

  it.each([
    'from shop import bills, stock\n\napp = FastAPI()\napp.include_router(stock.router)\n',
    'from shop import stock\nfrom shop.bills import router as bills_router\n\napp = FastAPI()\napp.include_router(stock.router)\n',
  ])('is loose where what is imported is never read, though another one of its name is mounted: %s', (lines) => {
    const files = {
      'shop/__init__.py': '',
      'shop/bills.py': router,
      'shop/stock.py': router.replaceAll('bills', 'stock'),
    };
    const at = standingsIn({ ...files, 'shop/api.py': application + lines });
    expect(reported(at('shop/stock.py', 'return total()'))).toBe('served: `GET /stock` runs it');
    expect(reported(at('shop/bills.py', 'return total()'))).toBe('loose: its router `router` is never mounted');
  });

  it.each([
    [
      'bills_router = router = APIRouter()',
      'from shop.bills import bills_router as bills\n',
      'served: `GET /bills` runs it',
    ],
    [
      'router = bills_router = APIRouter()',
      'from shop.bills import bills_router as bills\n',
      'served: `GET /bills` runs it',
    ],
    [
      'bills_router = router = APIRouter()',
      'from shop.bills import total as bills\n',
      'loose: its router `router` is never mounted',
    ],
  ])('is reached under either name that one statement gives its router: %s, %s', (made, taken, standing) => {
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/bills.py': router.replace('router = APIRouter()', made),
      'shop/api.py': `${application}${taken}\napp = FastAPI()\napp.include_router(bills)\n`,
    });
    expect(reported(at('shop/bills.py', 'return total()'))).toBe(standing);
  });

  it('is reached where who imports it hands it on', () => {
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/bills.py': router,
      'shop/parts.py': 'from shop.bills import router as bills_router\n',
      'shop/api.py': `${application}from shop.parts import bills_router\n\napp = FastAPI()\napp.include_router(bills_router)\n`,
    });
    expect(reported(at('shop/bills.py', 'return total()'))).toBe('served: `GET /bills` runs it');
    const offered = 'from shop.bills import router as bills\n\n__all__ = ["bills"]\n';
    const of = standingsIn({
      'shop/__init__.py': offered,
      'shop/bills.py': router,
      'shop/api.py': `${application}import shop\n\napp = FastAPI()\nfor name in shop.__all__:\n    app.include_router(vars(shop)[name])\n`,
    });
    expect(of('shop/bills.py', 'return total()').reach).toBe('served');
  });

  it('is loose where nothing does, though its module is imported', () => {
    const at = withApi(`${application}from shop.bills import total\n\napp = FastAPI()\nprint(app.router, total())\n`);
    expect(reported(at('shop/bills.py', 'return total()'))).toBe('loose: its router `router` is never mounted');
    expect(at('shop/bills.py', 'return 0').reach).not.toBe('loose');
  });

  it('is loose: what only such a route calls, and what that calls, but not what another module takes as well', () => {
    const service =
      'class Bills:\n    def add_up(self):\n        return self.weigh()\n\n    def weigh(self):\n        return 1\n';
    const route = `from fastapi import APIRouter

from shop.service import Bills

router = APIRouter()
bills = Bills()


@router.get("/sum")
def sum_up():
    return bills.add_up()
`;
    const of = (more: string) =>
      standingsIn({
        'shop/__init__.py': '',
        'shop/service.py': service,
        'shop/bills.py': route,
        'shop/stock.py': router,
        'shop/api.py': `${application}from shop import bills, stock\n\napp = FastAPI()\napp.include_router(stock.router)\n${more}`,
      });
    const unused = 'loose: only unused code calls it: its router `router` is never mounted';
    expect(reported(of('')('shop/service.py', 'self.weigh'))).toBe(unused);
    expect(reported(of('')('shop/service.py', 'return 1'))).toBe(unused);
    const taken = of('\n\ndef show(anything):\n    return anything.add_up()\n\n\nprint(show(stock))\n');
    expect(taken('shop/service.py', 'self.weigh').reach).not.toBe('loose');
    expect(taken('shop/service.py', 'return 1').reach).not.toBe('loose');
  });
});

describe('a function that an image calls', () => {
  const files = (command: string) => ({
    Dockerfile: `FROM public.ecr.aws/lambda/python:3.12\nCOPY src/ \${LAMBDA_TASK_ROOT}\nCMD ["${command}"]\n`,
    'src/orders.py': 'def handler(event, context):\n    return total(event)\n\n\ndef total(event):\n    return 0\n',
  });

  it('is reached by each event, and what it calls', () => {
    const at = standingsIn(files('orders.handler'));
    expect(reported(at('src/orders.py', 'return 0'))).toBe(
      'served: `handler` reaches it; the image of `Dockerfile` calls `src.orders.handler` for each event',
    );
  });

  it.each(['orders.sh', 'orders.missing', './orders.handler', 'other.handler'])('is none of `%s`', (command) => {
    expect(standingsIn(files(command))('src/orders.py', 'return 0').reach).not.toBe('served');
  });
});
