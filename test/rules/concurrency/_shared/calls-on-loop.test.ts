import { describe, expect, it } from 'vitest';
import { callsOnLoop } from '../../../../rules/concurrency/_shared/calls-on-loop.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD = 'from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n\n';

async function callsIn(definition: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/server.py', `${HEAD}${definition}`);
  const [fn] = nodesOf(model.source.module, 'AsyncFunctionDef');
  if (fn === undefined) throw new Error('the text has no coroutine');
  return callsOnLoop(fn, model).map((call) => model.source.text.slice(call));
}

const BODY = '    connect()\n    await ask()\n    yield\n    close()\n';

describe('callsOnLoop', () => {
  it.each([
    [
      'async def serve():\n    read(1)\n    await ask(parse())\n    run(lambda: wait())\n',
      ['read(1)', 'parse()', 'run(lambda: wait())'],
    ],
    ['async def serve():\n    def inner():\n        wait()\n    return inner\n', []],
    [`async def pages():\n${BODY}`, ['connect()', 'close()']],
    [`async def app_lifespan(state):\n${BODY}`, []],
    [`@asynccontextmanager\nasync def resources(app):\n${BODY}`, []],
    [`@asynccontextmanager\nasync def resources(server: FastAPI):\n${BODY}`, []],
    [`@asynccontextmanager\nasync def session(user):\n${BODY}`, ['connect()', 'close()']],
    ['@app.on_event("startup")\nasync def warm():\n    connect()\n', []],
    ['@app.on_event("shutdown")\nasync def cool():\n    close()\n', []],
  ])('%j', async (definition, expected) => {
    expect(await callsIn(definition)).toEqual(expected);
  });
});
