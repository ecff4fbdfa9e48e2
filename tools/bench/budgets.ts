/** What each part of a scan may cost, against parsing in the same run: a ratio means the same on every machine. */
import type { Measurement } from './measure.ts';

/** Of a phase or part, in percent of the time of parsing. */
export type Shares = ReadonlyMap<string, number>;

/** Smaller parts are noise, and are summed up by kind (`facts, the rest`). */
const SMALLEST = 4;

/** A part may be so much dearer than its budget before that fails: machines are noisy. */
const TOLERANCE = 1.5;

/** Shares of phases and parts of one run, the dearest first within each kind. */
export function sharesOf({ phases, parts }: Pick<Measurement, 'phases' | 'parts'>): Shares {
  const parsing = new Map(phases).get('parse') ?? 0;
  if (parsing === 0) throw new Error('nothing was parsed');
  const percent = (milliseconds: number): number => (100 * milliseconds) / parsing;
  const shares = new Map(phases.map(([name, milliseconds]) => [`phase ${name}`, percent(milliseconds)]));
  for (const { name, milliseconds } of parts) {
    const share = percent(milliseconds);
    const key = share >= SMALLEST ? name : `${name.slice(0, name.indexOf(' '))}, the rest`;
    shares.set(key, (shares.get(key) ?? 0) + share);
  }
  return shares;
}

/** The middle one of several runs, part by part; a part that a run does not name cost too little there. */
export function medianOf(runs: readonly Shares[]): Shares {
  const names = new Set(runs.flatMap((run) => [...run.keys()]));
  return new Map(
    [...names].map((name) => {
      const sorted = runs.map((run) => run.get(name) ?? 0).sort((a, b) => a - b);
      return [name, sorted[Math.floor(sorted.length / 2)] ?? 0];
    }),
  );
}

/** Throws where a line is no budget: `name<TAB>percent`. */
export function readBudgets(text: string): Shares {
  const [, ...lines] = text.trimEnd().split('\n');
  return new Map(
    lines.map((line, index): [string, number] => {
      const [name = '', percent] = line.split('\t');
      const value = Number(percent);
      if (name === '' || percent === undefined || !(value > 0))
        throw new Error(`line ${index + 2}: \`${line}\` is no budget`);
      return [name, value];
    }),
  );
}

export const budgetsText = (shares: Shares): string =>
  `part\tpercent of parsing\n${[...shares]
    .filter(([, share]) => share >= 1)
    .map(([name, share]) => `${name}\t${Math.ceil(share)}\n`)
    .sort()
    .join('')}`;

/** A sentence for each part beyond its budget by more than half, and for each new one without any. */
export function exceeded(shares: Shares, budgets: Shares): readonly string[] {
  return [...shares].flatMap(([name, share]) => {
    const budget = budgets.get(name) ?? SMALLEST;
    return share <= budget * TOLERANCE
      ? []
      : [`${name} takes ${share.toFixed(0)} % of the time of parsing; its budget is ${budget} %`];
  });
}
