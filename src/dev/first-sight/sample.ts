import { groupBy } from '../../collections/index.ts';
import type { Severity } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What a draw looks at. */
export interface Candidate {
  readonly repository: string;
  readonly rule: string;
  readonly severity: Severity;
}

/** No rule is read more often than so in one repository, unless it says P0: all of these are read. */
const MOST_OF_STRATUM = 5;

/**
 * All P0, then in turn one of each rule in each repository until the sample has its size: a rule that says much is not
 * read more often than one that says little. The order of what comes out is that of the candidates.
 */
export function drawSample<T extends Candidate>(candidates: readonly T[], size: number, random: SeededRandom): T[] {
  const drawn = new Set(candidates.filter(({ severity }) => severity === 'P0'));
  const strata = [...groupBy(candidates, stratumOf)].sort(([a], [b]) => compareText(a, b));
  const queues = random.shuffled(strata).map(([, members]) => {
    const rest = members.filter((one) => !drawn.has(one));
    const room = Math.max(0, MOST_OF_STRATUM - (members.length - rest.length));
    return random.shuffled(rest).slice(0, room);
  });
  for (let turn = 0; turn < MOST_OF_STRATUM; turn++) {
    for (const queue of queues) {
      const next = queue[turn];
      if (next !== undefined && drawn.size < size) drawn.add(next);
    }
  }
  return candidates.filter((one) => drawn.has(one));
}

/** A fifth of a sheet, at least one: what a second reader is given. */
export function drawFifth<T>(items: readonly T[], random: SeededRandom): ReadonlySet<T> {
  return new Set(random.shuffled(items).slice(0, Math.max(1, Math.round(items.length / 5))));
}

const stratumOf = ({ repository, rule }: Candidate): string => `${repository}\0${rule}`;
