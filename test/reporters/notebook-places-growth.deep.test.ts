import { expect, it } from 'vitest';
import { NotebookPlaces } from '../../src/reporters/notebooks/notebook-places.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

const cells = (...sources: unknown[]) =>
  sources.map((source) => ({ cell_type: 'code', source, outputs: [{ text: ['source'] }] }));

it.each<[string, number, (size: number) => string, (size: number) => number]>([
  [
    'many places of one cell',
    2_000,
    (size) => JSON.stringify({ cells: cells('x = 1\n'.repeat(size)) }),
    (size) => size,
  ],
  [
    'one line of many places',
    2_000,
    (size) => JSON.stringify({ cells: cells('x = 1; '.repeat(size)) }),
    (size) => size,
  ],
  ['sources in sources', 20_000, (size) => '{"source": "x", "deeper": '.repeat(size), () => 1],
])('%s take a time that grows with their number', async (_, size, jsonOf, placesIn) => {
  const growth = await growthOf(
    (many) => ({ many, json: jsonOf(many) }),
    ({ many, json }) => {
      const places = new NotebookPlaces(json);
      const isLong = !json.includes('\\n');
      for (let i = 0; i < placesIn(many); i++) {
        const [line, column] = isLong ? [1, 7 * i + 1] : [i + 1, 1];
        places.find({ path: 'n.ipynb', cell: 1, line, column, endLine: line, endColumn: column + 1 });
      }
    },
    size,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
