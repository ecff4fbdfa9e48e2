/** Gives ids, none of them twice: an id outlives its entry in letters and commits. */
export class IssueIds {
  readonly #last = new Map<string, number>();

  /** `given`: all that were ever given. */
  constructor(given: Iterable<string>) {
    for (const id of given) {
      const dash = id.lastIndexOf('-');
      const prefix = id.slice(0, dash);
      this.#last.set(prefix, Math.max(this.#last.get(prefix) ?? 0, Number(id.slice(dash + 1))));
    }
  }

  next(prefix: string): string {
    const number = (this.#last.get(prefix) ?? 0) + 1;
    this.#last.set(prefix, number);
    return `${prefix}-${String(number).padStart(2, '0')}`;
  }
}

/** The prefix for a category of rules, or whatever names one; of what has no letter `fallback`. */
export function prefixOf(category: string, fallback: string): string {
  const letters = category
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^\d+/, '');
  return letters === '' ? fallback : letters.slice(0, MAX_PREFIX);
}

const MAX_PREFIX = 24;
