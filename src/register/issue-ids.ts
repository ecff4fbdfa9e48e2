/** Gives ids, none of them twice: an id outlives its entry in letters and commits. */
export class IssueIds {
  readonly #given: Set<string>;
  readonly #last = new Map<string, number>();

  /** `given`: all that were ever given. */
  constructor(given: Iterable<string>) {
    this.#given = new Set(given);
    for (const id of this.#given) this.#count(id);
  }

  /** `wished`: an id that someone calls it by already; it gets that where nothing else ever had it. */
  next(prefix: string, wished: string | undefined): string {
    const number = String((this.#last.get(prefix) ?? 0) + 1).padStart(2, '0');
    const id = wished === undefined || this.#given.has(wished) ? `${prefix}-${number}` : wished;
    this.#given.add(id);
    this.#count(id);
    return id;
  }

  #count(id: string): void {
    const dash = id.lastIndexOf('-');
    const prefix = id.slice(0, dash);
    this.#last.set(prefix, Math.max(this.#last.get(prefix) ?? 0, Number(id.slice(dash + 1))));
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
