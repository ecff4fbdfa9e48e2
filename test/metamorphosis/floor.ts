/**
 * What survives as the code stands, in whole percent: below it something got worse. `floor.tsv` has a row for each transformation,
 * `floor-by-rule.tsv` one for each rule of which something does not survive.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Figures, shareOf } from './figures.ts';

type Kind = 'transformation' | 'rule';
type Floors = ReadonlyMap<string, readonly number[]>;

const FILES: Readonly<Record<Kind, string>> = {
  transformation: fileURLToPath(new URL('./floor.tsv', import.meta.url)),
  rule: fileURLToPath(new URL('./floor-by-rule.tsv', import.meta.url)),
};
const COLUMNS = ['strict', 'default', 'clean'] as const;
const WHOLE: readonly number[] = [100, 100, 100];

const percentOf = (figures: Figures): readonly number[] =>
  COLUMNS.map((column) => Math.floor(shareOf(figures[column])));

export function writeFloors(
  byTransformation: ReadonlyMap<string, Figures>,
  byRule: ReadonlyMap<string, Figures>,
): void {
  write('transformation', [...byTransformation]);
  write(
    'rule',
    [...byRule].filter(([, figures]) => percentOf(figures).some((percent) => percent < 100)),
  );
}

function write(kind: Kind, figures: readonly (readonly [string, Figures])[]): void {
  const rows = [[kind, ...COLUMNS], ...figures.map(([name, counts]) => [name, ...percentOf(counts)])];
  writeFileSync(FILES[kind], rows.map((row) => `${row.join('\t')}\n`).join(''));
}

function read(kind: Kind): Floors {
  const [, ...lines] = readFileSync(FILES[kind], 'utf8').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', ...percents] = line.split('\t');
      return [name, percents.map(Number)];
    }),
  );
}

/** Each transformation that keeps less than it did, or is gone, one line each. */
export function transformationsBelowFloor(figures: ReadonlyMap<string, Figures>): string[] {
  const floors = read('transformation');
  const gone = [...floors.keys()].filter((name) => !figures.has(name)).map((name) => `${name}: is gone`);
  return [...gone, ...below(figures, floors)];
}

/** Each of these rules that keeps less than it did, one line each. */
export function rulesBelowFloor(figures: ReadonlyMap<string, Figures>): string[] {
  return below(figures, read('rule'));
}

function below(figures: ReadonlyMap<string, Figures>, floors: Floors): string[] {
  return [...figures].flatMap(([name, counts]) => {
    const floor = floors.get(name) ?? WHOLE;
    return COLUMNS.flatMap((column, index) => {
      const share = shareOf(counts[column]);
      return share < (floor[index] ?? 100)
        ? [`${name}: ${share.toFixed(1)} % in ${column}, ${floor[index]} % before`]
        : [];
    });
  });
}
