import { describe, expect, it } from 'vitest';
import { lastingWrites, writesThrough } from '../../../../rules/concurrency/_shared/lasting-writes.ts';
import { holdsProcessBound } from '../../../../rules/concurrency/_shared/process-bound.ts';
import type { SemanticModel, StateLife } from '../../../../src/semantics/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD = `
import asyncio
from collections import defaultdict
from collections.abc import Callable
from fastapi import APIRouter, WebSocket
router = APIRouter()
`;

function lifeOf(name: string, model: SemanticModel): StateLife {
  const life = model.state.ofModule().get(name);
  if (life === undefined) throw new Error(`nothing is kept in ${name}`);
  return life;
}

/** The code of the lasting writes to `orders`. */
async function writesIn(code: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('shop/orders.py', `${HEAD}orders = {}\n${code}\n`);
  return lastingWrites(lifeOf('orders', model), model).map(({ node }) => model.source.text.slice(node));
}

describe('lastingWrites', () => {
  it.each([
    ['def add(key, order):\n    orders[key] = order', ['orders[key]']],
    ['def add(key, order):\n    orders[key] = make(order)', ['orders[key]']],
    ['@router.get("/")\ndef get_or_add(key, order):\n    orders[key] = order', ['orders[key]']],
  ])('%j', async (code, expected) => {
    expect(await writesIn(code)).toEqual(expected);
  });

  it.each([
    ['constant keys', 'def note(order):\n    orders["last"] = order'],
    ['what is taken out again', 'def run(key, order):\n    orders[key] = order\n    del orders[key]'],
  ])('%s lasts no longer than it should', async (_name, code) => {
    expect(await writesIn(code)).toEqual([]);
  });

  it.each([
    ['def add(key):\n    orders[key] = load_order(key)', 'expendable-state'],
    ['async def add(key):\n    orders[key] = await fetch(key)', 'expendable-state'],
    ['def get_order(key):\n    orders[key] = Order(key)\n    return orders[key]', 'expendable-state'],
    ['def add(key, order):\n    orders[key] = order', undefined],
  ])('%j: what can be had again is a doubt', async (code, doubt) => {
    const { model } = await fixtureOf('shop/orders.py', `${HEAD}orders = {}\n${code}\n`);
    expect(lastingWrites(lifeOf('orders', model), model).map((write) => write.doubt)).toEqual([doubt]);
  });

  it('a look-up in a defaultdict is not meant to write', async () => {
    const { model } = await fixtureOf(
      'shop/orders.py',
      `${HEAD}seen = defaultdict(int)\ndef ask(key):\n    return seen[key]\n`,
    );
    expect(lastingWrites(lifeOf('seen', model), model)).toEqual([]);
  });
});

describe('writesThrough', () => {
  it.each([
    ['state.orders[key] = 1', ['state.orders[key]']],
    ['state.orders.update(key)', ['state.orders.update']],
    ['state.users[key] = 1', []],
    ['return state.orders[key]', []],
    ['state.orders.get(key)', []],
  ])('%s', async (body, expected) => {
    const code = `class State:\n    def __init__(self):\n        self.orders = {}\nstate = State()\ndef add(key):\n    ${body}\n`;
    const { model } = await fixtureOf('shop/orders.py', code);
    const writes = writesThrough(lifeOf('state', model), 'orders', model);
    expect(writes.map(({ node, fn }) => `${fn.name}: ${model.source.text.slice(node)}`)).toEqual(
      expected.map((text) => `add: ${text}`),
    );
  });
});

describe('holdsProcessBound', () => {
  it.each([
    ['kept: set[WebSocket] = set()\ndef add(socket):\n    kept.add(socket)', true],
    ['kept: dict[str, Callable] = {}\ndef add(name, hook):\n    kept[name] = hook', true],
    ['kept = {}\ndef add(name):\n    kept[name] = asyncio.Lock()', true],
    ['kept = set()\ndef add(work):\n    kept.add(asyncio.create_task(work))', true],
    ['kept: dict[str, dict] = {}\ndef add(name, order):\n    kept[name] = order', false],
  ])('%j: %s', async (code, expected) => {
    const { model } = await fixtureOf('shop/orders.py', `${HEAD}${code}\n`);
    expect(holdsProcessBound(lifeOf('kept', model), model)).toBe(expected);
  });
});
