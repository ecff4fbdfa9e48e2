/** The graph of values, walked in both directions over the code of the fixtures. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Expression, nodesOf } from '../../src/ast/index.ts';
import { valueEdges } from '../../src/semantics/flow/value-edges.ts';
import { fixtureOf } from './expectations.ts';

const paths = (await readdir('fixtures/rules', { recursive: true }))
  .filter((path) => /^(?:security|concurrency|resources)\/[^/]+\/flagged[^/]*\.py$/.test(path))
  .toSorted()
  .filter((_, at) => at % 4 === 0);

describe('a value that comes from an expression', () => {
  it('is found from there by its destinations', async () => {
    const lost: string[] = [];
    let pairs = 0;
    for (const path of paths) {
      const { model } = await fixtureOf(path, await readFile(`fixtures/rules/${path}`, 'utf8'));
      for (const call of nodesOf(model.source.module, 'Call')) {
        // What a call hands on is reported where its result is used.
        const passed = valueEdges(call, model)?.map(({ from }) => from) ?? [];
        for (const given of call.args) {
          if (given.kind === 'Starred' || passed.includes(given)) continue;
          for (const origin of model.flow.origins(given).filter((each) => each !== given && each.kind === 'Call')) {
            pairs++;
            if (!reaches(origin, given))
              lost.push(`${path}: ${model.source.text.slice(origin)} in ${model.source.text.slice(given)}`);
          }
        }
      }
      function reaches(origin: Expression, given: Expression): boolean {
        return model.flow.destinations(origin).some(({ carrier }) => carrier === given);
      }
    }
    expect(pairs).toBeGreaterThan(100);
    expect(lost).toEqual([]);
  });
});
