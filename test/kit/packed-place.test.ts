import { expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { packPlace, unpackPlace } from '../../src/kit/index.ts';
import { fixtureOf } from '../semantics/expectations.ts';

it('a place comes back as it went in, whatever its characters take', async () => {
  const { model } = await fixtureOf('app/pay.py', 'naïve = "𝒳"; pay(\n    1,\n)\n');
  const [call] = nodesOf(model.source.module, 'Call');
  if (call === undefined) throw new Error('nothing is called');
  const { text } = model.source;
  const packed = packPlace({ text }, call);
  expect(unpackPlace(packed)).toEqual({
    line: 1,
    column: text.positionAt(call.start).column,
    endLine: 3,
    endColumn: 2,
  });
  expect(JSON.parse(JSON.stringify(packed))).toEqual(packed);
});
