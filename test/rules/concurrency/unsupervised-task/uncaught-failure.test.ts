import { describe, expect, it } from 'vitest';
import { uncaughtFailureIn } from '../../../../rules/concurrency/unsupervised-task/uncaught-failure.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD = 'import asyncio\nimport contextlib\nimport httpx\n\nclient = httpx.AsyncClient()\n\n';

/** The call that would end the loop of the last function. */
async function failureIn(body: string, before = ''): Promise<string | undefined> {
  const code = `${HEAD}${before}async def run(queue):\n    ${body.replaceAll('\n', '\n    ')}\n`;
  const { model } = await fixtureOf('app/run.py', code);
  const [loop] = nodesOf(model.source.module, 'While');
  const fn = loop && model.context.defAround(loop);
  if (loop === undefined || fn === undefined) throw new Error('nothing loops');
  const failure = uncaughtFailureIn(loop.body, fn, model);
  return failure && `${failure.doubt === undefined ? 'known ' : ''}${model.source.text.slice(failure.call)}`;
}

const POST = 'await client.post("/rows")';

describe('uncaughtFailureIn', () => {
  it('prefers what is known to fail to what another module does', async () => {
    const imports = 'from app.ledger import store\n\n';
    expect(await failureIn('while True:\n    await store(1)', imports)).toBe('store(1)');
    expect(await failureIn(`while True:\n    await store(1)\n    ${POST}`, imports)).toBe('known client.post("/rows")');
  });

  it.each([
    [`while True:\n    ${POST}`, 'known client.post("/rows")'],
    [`while True:\n    row = await queue.get()\n    ${POST}`, 'known client.post("/rows")'],
    [
      `while True:\n    try:\n        ${POST}\n    except asyncio.TimeoutError:\n        pass`,
      'known client.post("/rows")',
    ],
  ])('%j', async (body, call) => {
    expect(await failureIn(body)).toBe(call);
  });

  it.each([
    ['waits only', 'while True:\n    await queue.get()\n    await asyncio.sleep(1)'],
    ['has a handler within', `while True:\n    try:\n        ${POST}\n    except Exception:\n        pass`],
    ['has a handler around', `try:\n    while True:\n        ${POST}\nexcept Exception:\n    print("it has ended")`],
    ['tells those who wait', `try:\n    while True:\n        ${POST}\nfinally:\n    queue.put(None)`],
    ['suppresses', `while True:\n    with contextlib.suppress(Exception):\n        ${POST}`],
  ])('none in a loop that %s', async (_name, body) => {
    expect(await failureIn(body)).toBeUndefined();
  });

  it.each([
    ['takes some', `while True:\n    try:\n        ${POST}\n    except httpx.ReadError:\n        pass`],
    ['suppresses some', `while True:\n    with contextlib.suppress(httpx.HTTPError):\n        ${POST}`],
    ['computes', 'while True:\n    model(await queue.get())'],
  ])('a guess in a loop that %s', async (_name, body) => {
    expect(await failureIn(body)).not.toMatch(/^known/);
  });

  it('known in a loop that merely tidies up when it ends', async () => {
    expect(await failureIn(`try:\n    while True:\n        ${POST}\nfinally:\n    queue.close()`)).toMatch(/^known/);
  });

  it('none where the function that is called handles its own failures', async () => {
    const quiet = `async def send():\n    try:\n        ${POST}\n    except Exception:\n        pass\n\n`;
    expect(await failureIn('while True:\n    await send()', quiet)).toBeUndefined();
    expect(await failureIn('while True:\n    await send()', `async def send():\n    ${POST}\n\n`)).toBe('known send()');
  });
});
