import { groupBy } from '../../src/collections/index.ts';
import type { Severity } from '../../src/findings/index.ts';
import { compareText } from '../../src/text/index.ts';
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
  const queues = shuffledGroups(candidates, stratumOf, random).map((members) => {
    const rest = members.filter((one) => !drawn.has(one));
    const room = Math.max(0, MOST_OF_STRATUM - (members.length - rest.length));
    return random.shuffled(rest).slice(0, room);
  });
  for (const next of inTurn(queues)) {
    if (drawn.size < size) drawn.add(next);
  }
  return candidates.filter((one) => drawn.has(one));
}

/**
 * In turn one of each rule until the sample has its size, at most `most` of each, and those of one rule from as many repositories
 * as there are: what is asked is how right each rule is. The order of what comes out is that of the candidates.
 */
export function drawByRule<T extends Candidate>(
  candidates: readonly T[],
  { size, most }: { readonly size: number; readonly most: number },
  random: SeededRandom,
): T[] {
  const queues = shuffledGroups(candidates, ({ rule }) => rule, random).map((own) => {
    const repositories = shuffledGroups(own, stratumOf, random).map((members) => random.shuffled(members));
    return inTurn(repositories).slice(0, most);
  });
  const drawn = new Set(inTurn(queues).slice(0, size));
  return candidates.filter((one) => drawn.has(one));
}

function shuffledGroups<T>(items: readonly T[], keyOf: (item: T) => string, random: SeededRandom): (readonly T[])[] {
  const groups = [...groupBy(items, keyOf)].sort(([a], [b]) => compareText(a, b));
  return random.shuffled(groups).map(([, members]) => members);
}

/** The first of each, then the second of each that has one, and so on. */
function inTurn<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue.slice(turn, turn + 1))).flat();
}

/** A fifth of a sheet, at least one: what a second reader is given. */
export function drawFifth<T>(items: readonly T[], random: SeededRandom): ReadonlySet<T> {
  return new Set(random.shuffled(items).slice(0, Math.max(1, Math.round(items.length / 5))));
}

const stratumOf = ({ repository, rule }: Candidate): string => `${repository}\0${rule}`;
