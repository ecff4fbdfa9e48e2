import { expect, it } from 'vitest';
import { keepsAnswer } from '../../../../rules/service/health-check-does-io/kept-answers.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function keeps(content: string): Promise<boolean> {
  const { model } = await fixtureOf('desk/status.py', `import time\n${content}`);
  const [fn] = nodesOf(model.source.module, 'FunctionDef');
  if (fn === undefined) throw new Error('the text has no function');
  return keepsAnswer(fn, model);
}

it.each([
  '@ttl_cache(ttl=5)\ndef status():\n    return ask()\n',
  '@functools.lru_cache\ndef status():\n    return ask()\n',
  'def cached_status():\n    return ask()\n',
  'def status():\n    if time.monotonic() - last > 5:\n        ask()\n    return known\n',
  'def status():\n    now = time.time()\n    if now > due:\n        ask()\n    return known\n',
])('an answer is kept by %j', async (content) => {
  expect(await keeps(content)).toBe(true);
});

it.each([
  'def status():\n    return ask()\n',
  'def status():\n    return {"at": time.time(), "answer": ask()}\n',
  '@app.get("/status")\ndef status():\n    def later():\n        return time.time() > due\n    return ask()\n',
])('no answer is kept by %j', async (content) => {
  expect(await keeps(content)).toBe(false);
});
