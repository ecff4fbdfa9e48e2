import { describe, expect, it } from 'vitest';
import { type Def, defsOf } from '../../../src/ast/index.ts';
import { hasDemandedSignature, isIdle } from '../../../src/semantics/context/idle-function.ts';
import type { SemanticModel } from '../../../src/semantics/model.ts';
import { fixtureOf } from '../expectations.ts';

type Question = (fn: Def, model: SemanticModel) => boolean;

/** Asks of the first function of a text. */
async function answer(question: Question, content: string): Promise<boolean> {
  const { model } = await fixtureOf('shop/orders.py', content);
  const [fn] = defsOf(model.source.module);
  if (fn === undefined) throw new Error('the text has no function');
  return question(fn, model);
}

describe('isIdle', () => {
  it.each([
    'def send(order): ...\n',
    'def send(order):\n    """Sends."""\n',
    'def send(order):\n    pass\n',
    'def send(order):\n    return None\n',
    'def send(order):\n    raise NotImplementedError\n',
    'def send(order):\n    post(locals())\n',
  ])('%j is idle', async (content) => expect(await answer(isIdle, content)).toBe(true));

  it.each([
    'def send(order):\n    """Sends; `order` is ignored."""\n    post()\n',
    'def send(order):\n    post()\n',
    'def send(order):\n    return post()\n',
  ])('%j is not', async (content) => expect(await answer(isIdle, content)).toBe(false));
});

describe('hasDemandedSignature', () => {
  it.each([
    '@app.task\ndef send(order):\n    post()\n',
    'class Mail(Channel):\n    def send(self, order):\n        post()\n',
    'class Mail:\n    def __call__(self, order):\n        post()\n',
    'def send(order):\n    post()\n\nHANDLERS = {"mail": send}\n',
    'def send(order):\n    post()\n\nbus.subscribe(send)\n',
    'def send(order):\n    post()\n\nThread(target=send)\n',
  ])('of %j', async (content) => expect(await answer(hasDemandedSignature, content)).toBe(true));

  it.each(['def send(order):\n    post()\n\nsend(1)\n', 'class Mail:\n    def send(self, order):\n        post()\n'])(
    'not of %j',
    async (content) => expect(await answer(hasDemandedSignature, content)).toBe(false),
  );
});
