import { describe, expect, it } from 'vitest';
import { figureNameOf } from '../../../../rules/resources/_shared/figure-name.ts';
import { type BinOp, nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The name of the first division of a text. */
async function nameOfDivision(content: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/metrics.py', content);
  const division = nodesOf(model.source.module, 'BinOp').find((node: BinOp) => node.op === 'Div');
  if (division === undefined) throw new Error('the text divides nothing');
  return figureNameOf(division, model);
}

describe('figureNameOf', () => {
  it.each([
    ['rate = done / seconds\n', 'rate'],
    ['self.rate: float = done / seconds\n', 'rate'],
    ['stats["rate"] = done / seconds * 100\n', 'rate'],
    ['stats = {"rate": round(done / seconds, 2) if seconds else 0, "done": done}\n', 'rate'],
    ['report(rate=max(0, done / seconds))\n', 'rate'],
    ['def rate(done, seconds):\n    return done / seconds\n', 'rate'],
    ['text = f"rows_rate {done / seconds:.2f}"\n', 'rows_rate'],
    ['RATE.set(done / seconds)\n', 'RATE'],
    ['RATE.labels("rows").set(done / seconds)\n', 'RATE'],
    ['statsd.gauge("rows.rate", done / seconds)\n', 'rows.rate'],
  ])('is the name that %j gives', async (content, name) => {
    expect(await nameOfDivision(content)).toBe(name);
  });

  it.each(['if done / seconds > 3:\n    stop()\n', 'print(done / seconds)\n', 'pair = (done / seconds, done)\n'])(
    'is none in %j',
    async (content) => {
      expect(await nameOfDivision(content)).toBeUndefined();
    },
  );
});
