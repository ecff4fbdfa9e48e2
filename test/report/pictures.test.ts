import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/report/html/client/page-address.ts';
import { isBend, layered } from '../../src/report/html/layered.ts';
import { squarify } from '../../src/report/html/squarified.ts';

const WHOLE = { x: 10, y: 20, width: 640, height: 300 };

describe('a treemap', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 });

  it('fills its rectangle, each part by its weight, and none over another', () => {
    fc.assert(
      fc.property(weights, (given) => {
        const boxes = squarify(given, WHOLE);
        const total = given.reduce((sum, weight) => sum + weight, 0);
        for (const [index, { x, y, width, height }] of boxes.entries()) {
          expect((width * height) / (WHOLE.width * WHOLE.height)).toBeCloseTo((given[index] ?? 0) / total, 6);
          expect(x).toBeGreaterThanOrEqual(WHOLE.x - 1e-6);
          expect(y).toBeGreaterThanOrEqual(WHOLE.y - 1e-6);
          expect(x + width).toBeLessThanOrEqual(WHOLE.x + WHOLE.width + 1e-6);
          expect(y + height).toBeLessThanOrEqual(WHOLE.y + WHOLE.height + 1e-6);
          for (const other of boxes.slice(0, index)) {
            const isApart =
              other.x + other.width <= x + 1e-6 ||
              x + width <= other.x + 1e-6 ||
              other.y + other.height <= y + 1e-6 ||
              y + height <= other.y + 1e-6;
            expect(isApart).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has nearly square parts where all are equal', () => {
    for (const { width, height } of squarify(Array(20).fill(1), WHOLE))
      expect(Math.max(width / height, height / width)).toBeLessThan(3);
  });
});

const graphs = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc
    .uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40, selector: ([a, b]) => `${a} ${b}` })
    .map((pairs) => ({
      nodes: Array.from({ length: count }, (_, index) => `n${index}`),
      arrows: pairs.filter(([a, b]) => a !== b).map(([a, b]) => ({ from: `n${a}`, to: `n${b}` })),
    })),
);

/** Whether one node leads to another, by arrows. */
function leads(arrows: readonly { from: string; to: string }[], from: string, to: string): boolean {
  const seen = new Set([from]);
  const pending = [from];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const arrow of arrows) {
      if (arrow.from !== at || seen.has(arrow.to)) continue;
      if (arrow.to === to) return true;
      seen.add(arrow.to);
      pending.push(arrow.to);
    }
  }
  return false;
}

describe('a layered graph', () => {
  it('has each node once, and arrows to the right unless they are part of a cycle', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, arrows }) => {
        const { layers } = layered(nodes, arrows, { isReduced: false });
        expect(
          layers
            .flat()
            .filter((id) => !isBend(id))
            .sort(),
        ).toEqual([...nodes].sort());
        const column = new Map(layers.flatMap((layer, index) => layer.map((node) => [node, index] as const)));
        for (const { from, to } of arrows) {
          if (leads(arrows, to, from)) expect(column.get(from)).toBe(column.get(to));
          else expect(column.get(from)).toBeLessThan(column.get(to) ?? 0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leads each arrow through a place of its own in every column between its ends', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, arrows }) => {
        const graph = layered(nodes, arrows, { isReduced: false });
        const column = new Map(graph.layers.flatMap((layer, index) => layer.map((id) => [id, index] as const)));
        for (const { arrow, bends } of graph.arrows) {
          const stops = [arrow.from, ...bends, arrow.to].map((id) => column.get(id) ?? -1);
          if (stops[0] !== stops.at(-1)) expect(stops).toEqual(stops.map((_, index) => (stops[0] ?? 0) + index));
        }
        const all = graph.arrows.flatMap(({ bends }) => bends);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves out what a longer way implies, and nothing else', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, arrows }) => {
        const drawn = layered(nodes, arrows, { isReduced: true }).arrows.map(({ arrow }) => arrow);
        for (const { from, to } of arrows) expect(leads(drawn, from, to)).toBe(true);
        for (const { from, to } of drawn) expect(arrows).toContainEqual({ from, to });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the address of the page', () => {
  const name = fc.constantFrom('severity', 'category', 'component', 'rule', 'since', 'path', 'text');
  const filters = fc.array(fc.tuple(name, fc.string({ minLength: 1, unit: 'grapheme' })));

  it('says what was written to it', () => {
    fc.assert(
      fc.property(
        fc.option(fc.stringMatching(/^finding-[\w-]{1,12}$/), { nil: undefined }),
        filters,
        (finding, pairs) => {
          const address = { finding, filters: new Map(pairs) };
          const read = readAddress(`#${writeAddress(address)}`);
          expect(read ?? { finding: undefined, filters: new Map() }).toEqual(address);
        },
      ),
    );
  });

  it('of another part of the page says nothing', () => {
    for (const hash of ['', '#', '#summary', '#scope&', '#unknown=1', '#%E0%A4%A=2'])
      expect(readAddress(hash)).toBeUndefined();
  });
});
