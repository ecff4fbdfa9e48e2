import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { requestSourceOf } from '../../../src/kit/web/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

const FASTAPI =
  'from fastapi import Depends, FastAPI\nfrom shop.models import Order\nfrom shop.db import Session\napp = FastAPI()\n';

/** The path to what the first `use(…)` of a text is given. */
async function sourceOf(content: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/api.py', `${FASTAPI}${content}`);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'use');
  const argument = call?.args[0];
  if (argument === undefined) throw new Error('the text uses nothing');
  const expected = requestSourceOf(argument, model);
  return expected?.kind === 'parameter' ? expected.function : expected?.kind;
}

describe('requestWayOf', () => {
  it.each([
    ['@app.post("/")\ndef create(order: Order):\n    use(order.content)\n', 'request'],
    ['@app.post("/")\ndef create(text: str):\n    use(text.encode())\n', 'request'],
    ['def decode(text):\n    use(text)\n', 'app.api.decode'],
    ['@app.post("/")\ndef create(session: Session):\n    use(session.content)\n', 'app.api.create'],
    ['@app.post("/")\ndef create(order: Order = Depends(load)):\n    use(order.content)\n', 'app.api.create'],
    ['use("constant")\n', undefined],
  ])('of %j is %s', async (content, expected) => {
    expect(await sourceOf(content)).toBe(expected);
  });
});
