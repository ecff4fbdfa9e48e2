import { distance } from 'fastest-levenshtein';

/** `; did you mean …?` or nothing, to end a sentence about an unknown name. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const nearest = findNearest(name, candidates);
  return nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
}

/** The candidate that `name` most likely meant, or undefined when none is near enough to be worth a guess. */
function findNearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const wanted = name.toLowerCase();
  let nearest: string | undefined;
  let least = mayDiffer(wanted.length) + 1;
  for (const candidate of candidates) {
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps < least) {
      least = steps;
      nearest = candidate;
    }
  }
  return nearest ?? findByPart(wanted, candidates);
}

// No name of ours is as long, and comparing takes time in the square of it.
const MAX_LENGTH = 100;

/** Letters that may differ in a typing error; in a word of one or two, anything would be near. */
function mayDiffer(length: number): number {
  return length <= 2 ? length - 1 : Math.max(2, Math.floor(length / 3));
}

// `cache` is far from `unbounded-cache` in letters and yet what was meant.
function findByPart(wanted: string, candidates: Iterable<string>): string | undefined {
  if (wanted.length < 4) return undefined;
  const holding = [...candidates].filter((candidate) => candidate.toLowerCase().includes(wanted));
  return holding.length === 1 ? holding[0] : undefined;
}
