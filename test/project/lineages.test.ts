/** The order in which Python looks through the classes that a class is made of, as CPython says it. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

/** For each class the numbers of its bases, which are before it. */
const hierarchy = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, i) =>
        fc.uniqueArray(fc.nat({ max: Math.max(0, i - 1) }), { maxLength: i === 0 ? 0 : 4 }),
      ),
    ),
  );

/** Each as a line of classes that Python accepts: it refuses some orders, and those are left out. */
const QUERY = `
import json, sys
for line in sys.stdin:
    made, text = {}, []
    for i, bases in enumerate(json.loads(line)):
        try:
            made[i] = type(f"C{i}", tuple(made[base] for base in bases), {})
        except (TypeError, KeyError):
            break
        text.append([each.__name__ for each in made[i].__mro__[:-1]])
    print(json.dumps(text))
`;

it('is that of CPython, in any hierarchy that it accepts', () => {
  const all = fc.sample(hierarchy, { numRuns: 300, seed: 17 });
  const { stdout } = spawnSync('python3', ['-c', QUERY], {
    input: all.map((each) => `${JSON.stringify(each)}\n`).join(''),
    encoding: 'utf8',
  });
  const said = stdout.trim().split('\n');
  expect(said).toHaveLength(all.length);
  let compared = 0;
  for (const [index, bases] of all.entries()) {
    const orders = JSON.parse(said[index] ?? '') as string[][];
    const shown = orders.map(
      (_, i) => `class C${i}(${(bases[i] ?? []).map((base) => `C${base}`).join(', ')}):\n    pass\n`,
    );
    const project = modelOf(new Map([['app.py', shown.join('\n')]]));
    for (const [i, order] of orders.entries()) {
      const found = project.classNamed(`app.C${i}`);
      const line = found === undefined ? [] : project.lineOf(found);
      expect(line.map((each) => (typeof each === 'string' ? each : each.class.qualifiedName))).toEqual(
        order.map((name) => `app.${name}`),
      );
      if (order.length > 3) compared++;
    }
  }
  // Or it would show little.
  expect(compared).toBeGreaterThan(50);
});
