import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

const API = `from fastapi import FastAPI
from shop import flow
from shop.orders import Orders, Returns

app = FastAPI()


@app.post("/orders")
async def create(order: dict):
    flow.build()
    return app.state.store.save_order(order)


@app.get("/orders")
async def listed():
    return app.state.store.keep_order()


orders = Orders()
returns = Returns()
`;
const FLOW = `from shop import steps
from engine import Graph


def build():
    graph = Graph()
    graph.add_node("plan", steps.plan)
    graph.add_node("ship", ship)
    return graph


def ship(state):
    return "shipped"


def spare(state):
    return "stored"
`;
const files = {
  'shop/__init__.py': '',
  'shop/api.py': API,
  'shop/flow.py': FLOW,
  'shop/steps.py':
    'import json\n\nOTHERS = json.loads("[]")\n\n\ndef plan(state):\n    return weigh(state)\n\n\ndef weigh(state):\n    return 7\n',
  'shop/orders.py': `class Orders:
    def save_order(self, order):
        return "saved order"

    def keep_order(self):
        return "an order"

    def count_open_orders(self):
        return "a count"


class Returns:
    def keep_order(self):
        return "a return"
`,
};

describe('what a function may run without a call that can be followed', () => {
  const at = standingsIn(files);

  it('is what it hands on, and what that calls', () => {
    expect(reported(at('shop/steps.py', 'return weigh'))).toBe('served: `POST /orders` reaches it through `build`');
    expect(reported(at('shop/steps.py', 'return 7'))).toBe('served: `POST /orders` reaches it through `build`');
    expect(reported(at('shop/flow.py', '"shipped"'))).toBe('served: `POST /orders` reaches it through `build`');
    expect(at('shop/flow.py', '"stored"').reach).toBe('loose');
  });

  it('is the one method of a name, of an object whose class is not known', () => {
    expect(reported(at('shop/orders.py', '"saved order"'))).toBe('served: `POST /orders` reaches it');
    expect(at('shop/orders.py', '"a count"').reach).toBe('loose');
  });

  it('is none of two that have nothing to do with one another', () => {
    expect(at('shop/orders.py', '"an order"').reach).toBe('imported');
    expect(at('shop/orders.py', '"a return"').reach).toBe('imported');
  });

  it('is each of those that take the place of one method', () => {
    const alike = files['shop/orders.py'].replace('class Returns', 'class Returns(Orders)');
    const of = standingsIn({ ...files, 'shop/orders.py': alike });
    expect(reported(of('shop/orders.py', '"an order"'))).toBe('served: `GET /orders` reaches it');
    expect(reported(of('shop/orders.py', '"a return"'))).toBe('served: `GET /orders` reaches it');
  });

  it('is nothing where an attribute has the name', () => {
    const of = standingsIn({
      ...files,
      'shop/cart.py': 'class Cart:\n    def __init__(self):\n        self.save_order = None\n',
    });
    expect(of('shop/orders.py', '"saved order"').reach).toBe('imported');
  });

  it('is nothing of a class of which nobody makes an object', () => {
    const of = standingsIn({
      ...files,
      'shop/api.py': API.replace('import Orders, Returns', 'import Returns').replace('orders = Orders()\n', ''),
    });
    expect(of('shop/orders.py', '"saved order"').reach).toBe('loose');
  });

  it('is the own method that it hands on, whatever else has the name', () => {
    const watcher =
      'class Watcher:\n    def watch(self, bus):\n        bus.subscribe(self.keep_order)\n\n    def keep_order(self, event):\n        return "an event"\n';
    const api = `${API}from shop.watcher import Watcher\n\n\n@app.put("/watch")\ndef watch(bus):\n    Watcher().watch(bus)\n`;
    const of = standingsIn({ ...files, 'shop/api.py': api, 'shop/watcher.py': watcher });
    expect(reported(of('shop/watcher.py', '"an event"'))).toBe(
      'served: `PUT /watch` reaches it through `Watcher.watch`',
    );
    expect(of('shop/orders.py', '"a return"').reach).toBe('imported');
  });
});
