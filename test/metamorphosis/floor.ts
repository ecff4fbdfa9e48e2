/** What survives as the code stands, by transformation, in whole percent: below it something got worse. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Figures, shareOf } from './figures.ts';

const FILE = fileURLToPath(new URL('./floor.tsv', import.meta.url));
const COLUMNS = ['strict', 'default', 'clean'] as const;

function floorText(figures: ReadonlyMap<string, Figures>): string {
  const rows = [...figures].map(([name, counts]) => [
    name,
    ...COLUMNS.map((column) => Math.floor(shareOf(counts[column]))),
  ]);
  return [['transformation', ...COLUMNS], ...rows].map((row) => `${row.join('\t')}\n`).join('');
}

export function writeFloor(figures: ReadonlyMap<string, Figures>): void {
  writeFileSync(FILE, floorText(figures));
}

/** Each transformation that keeps less than it did, one line each. */
export function belowFloor(figures: ReadonlyMap<string, Figures>): string[] {
  const [, ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.flatMap((line) => {
    const [name = '', ...floors] = line.split('\t');
    const counts = figures.get(name);
    if (counts === undefined) return [`${name}: is gone`];
    return COLUMNS.flatMap((column, index) => {
      const share = shareOf(counts[column]);
      return share < Number(floors[index])
        ? [`${name}: ${share.toFixed(1)} % in ${column}, ${floors[index]} % before`]
        : [];
    });
  });
}
